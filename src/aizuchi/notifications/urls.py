from django.urls import path

from aizuchi.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.show, name="show"),
    path("choose/", views.choose, name="choose"),
    path("times/", views.choose_times, name="choose_times"),
    path("chats/<str:channel>/connect/", views.connect, name="connect"),
    path("chats/<str:channel>/disconnect/", views.disconnect, name="disconnect"),
    path("push/subscribe/", views.subscribe, name="subscribe"),
    path("push/<uuid:subscription_id>/unsubscribe/", views.unsubscribe, name="unsubscribe"),
    path("worker.js", views.worker, name="worker"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
