"""The icons a topic may have. Each stands in the sprite too."""

TOPIC_ICONS = (
    "bookmark",
    "list-checks",
    "users-round",
    "heart-pulse",
    "compass",
    "sprout",
    "coffee",
    "flag",
    "messages-square",
    "lamp-desk",
    "puzzle",
    "scale",
    "signpost",
    "building-2",
    "heart",
    "sparkles",
    "mountain",
    "life-buoy",
    "lightbulb",
    "circle-question-mark",
)
