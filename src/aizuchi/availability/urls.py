from django.urls import path

from aizuchi.availability.views import days, times

app_name = "availability"

urlpatterns = [
    path("days/", days.keep_days, name="days"),
    path("days/import/", days.import_days, name="import_days"),
    path("days/country/", days.choose_country, name="choose_country"),
    path("days/<str:date>/forget/", days.forget_day, name="forget_day"),
    path("times/", times.show, name="times"),
    path("times/paint/", times.paint, name="paint_times"),
    path("times/margins/", times.set_margins, name="set_margins"),
    path("times/forget/", times.forget, name="forget_times"),
]
