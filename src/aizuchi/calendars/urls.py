from django.urls import path

from aizuchi.calendars.views import feed, settings, times

app_name = "calendars"

urlpatterns = [
    path("", settings.show_settings, name="settings"),
    path("wishes/", settings.set_wishes, name="set_wishes"),
    path("feed/<str:token>.ics", feed.serve_feed, name="feed"),
    path("feed/renew/", feed.renew_feed, name="renew_feed"),
    path("feed/end/", feed.stop_feed, name="stop_feed"),
    path("times/", times.show, name="times"),
    path("times/paint/", times.paint, name="paint_times"),
    path("times/margins/", times.set_margins, name="set_margins"),
    path("times/forget/", times.forget, name="forget_times"),
]
