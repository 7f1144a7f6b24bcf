from django.urls import path

from aizuchi.catalogue.views import arrange, formats, lists, topics, words

app_name = "catalogue"
urlpatterns = [
    path("", lists.manage, name="manage"),
    path("topics/", topics.list_topics, name="topics"),
    path("topics/<uuid:topic_id>/", topics.topic, name="topic"),
    path("topics/<uuid:topic_id>/prompts/", topics.add, name="add_prompt"),
    path("prompts/<uuid:prompt_id>/", topics.edit, name="edit_prompt"),
    path("responses/", lists.list_responses, name="responses"),
    path("responses/<uuid:response_id>/", lists.response, name="response"),
    path("formats/", formats.list_formats, name="formats"),
    path("formats/new/", formats.new_format, name="new_format"),
    path("formats/<uuid:format_id>/", formats.format, name="format"),
    path("questions/", lists.list_questions, name="questions"),
    path("questions/<uuid:question_id>/", lists.question, name="question"),
    path("words/", words.list_words, name="words"),
    path("words/example/", words.example, name="words_example"),
    path("words/<slug:kind>/", words.save, name="save_words"),
    path("words/<slug:kind>/reset/", words.reset, name="reset_words"),
    path("lists/<slug:ordered_list>/order/", arrange.reorder, name="reorder"),
    path("lists/<slug:ordered_list>/<uuid:item_id>/move/", arrange.move, name="move"),
    path("lists/<slug:ordered_list>/<uuid:item_id>/retire/", arrange.retire, name="retire"),
    path("lists/<slug:ordered_list>/<uuid:item_id>/restore/", arrange.restore, name="restore"),
]
