"""The project's address space and, in front of it, the floors."""

from django.urls import path

from bench import floors
from helpdesk.urls import urlpatterns as project_urls

urlpatterns = [
    path("bench/floor/read/", floors.read, name="bench_read_floor"),
    path("bench/floor/write/", floors.write, name="bench_write_floor"),
    *project_urls,
]
