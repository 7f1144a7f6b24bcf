from django.urls import path

from aizuchi.calendars.views import connections, consent, feed, push, settings, titles

app_name = "calendars"

urlpatterns = [
    path("", settings.show_settings, name="settings"),
    path("preferences/", settings.set_preferences, name="set_preferences"),
    path("connect/google/", consent.connect_google, name="connect_google"),
    path("connect/google/back/", consent.come_back_from_google, name="back_from_google"),
    path("connect/microsoft/", consent.connect_microsoft, name="connect_microsoft"),
    path("connect/microsoft/back/", consent.come_back_from_microsoft, name="back_from_microsoft"),
    path("connect/caldav/", connections.connect_caldav, name="connect_caldav"),
    path("rooms/<uuid:space_id>/connect/caldav/", connections.connect_space_caldav, name="connect_space_caldav"),
    path("rooms/<uuid:space_id>/connect/<slug:kind>/", connections.connect_space, name="connect_space"),
    path("connected/<uuid:connection_id>/more/", connections.connect_more, name="connect_more"),
    path("connected/<uuid:connection_id>/again/", connections.try_again, name="try_again"),
    path("connected/<uuid:connection_id>/write/", connections.write_here, name="write_here"),
    path("connected/<uuid:connection_id>/end/", connections.disconnect, name="disconnect"),
    path("questions/<uuid:question_id>/", connections.answer, name="answer"),
    path("push/google/", push.hear_google, name="push_google"),
    path("push/microsoft/", push.hear_microsoft, name="push_microsoft"),
    path("feed/<str:token>.ics", feed.serve_feed, name="feed"),
    path("feed/renew/", feed.renew_feed, name="renew_feed"),
    path("feed/end/", feed.stop_feed, name="stop_feed"),
    path("title/", titles.name_1on1s, name="name_1on1s"),
]
