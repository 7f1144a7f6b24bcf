from django.urls import path

from aizuchi.calendars.views import connections, consent, feed, office, push, settings, times

app_name = "calendars"

urlpatterns = [
    path("", settings.show_settings, name="settings"),
    path("wishes/", settings.set_wishes, name="set_wishes"),
    path("connect/google/", consent.connect_google, name="connect_google"),
    path("connect/google/back/", consent.come_back_from_google, name="back_from_google"),
    path("connect/microsoft/", consent.connect_microsoft, name="connect_microsoft"),
    path("connect/microsoft/back/", consent.come_back_from_microsoft, name="back_from_microsoft"),
    path("connect/caldav/", connections.connect_caldav, name="connect_caldav"),
    path("rooms/<uuid:room_id>/connect/caldav/", connections.connect_room_caldav, name="connect_room_caldav"),
    path("rooms/<uuid:room_id>/connect/<slug:kind>/", connections.connect_room, name="connect_room"),
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
    path("rooms/", office.keep_rooms, name="rooms"),
    path("rooms/<uuid:room_id>/", office.keep_room, name="room"),
    path("rooms/<uuid:room_id>/retire/", office.retire_room, name="retire_room"),
    path("rooms/<uuid:room_id>/reopen/", office.reopen_room, name="reopen_room"),
    path("title/", office.name_1on1s, name="name_1on1s"),
    path("days/", office.keep_days, name="days"),
    path("days/import/", office.import_days, name="import_days"),
    path("days/country/", office.choose_country, name="choose_country"),
    path("days/<str:date>/forget/", office.forget_day, name="forget_day"),
    path("times/", times.show, name="times"),
    path("times/paint/", times.paint, name="paint_times"),
    path("times/margins/", times.set_margins, name="set_margins"),
    path("times/forget/", times.forget, name="forget_times"),
]
