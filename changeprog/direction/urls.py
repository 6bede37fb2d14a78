from django.urls import path

app_name = "direction"
urlpatterns: list[object] = []
