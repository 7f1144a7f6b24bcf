from aizuchi.config.urls import urlpatterns as usual
from aizuchi.people.urls import demo

urlpatterns = [*usual, *demo.urlpatterns]
