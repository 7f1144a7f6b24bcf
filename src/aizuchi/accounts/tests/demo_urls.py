from aizuchi.accounts import demo_urls
from aizuchi.config.urls import urlpatterns as usual

urlpatterns = [*usual, *demo_urls.urlpatterns]
