from django.urls import path

app_name = "communications"
urlpatterns: list[object] = []
