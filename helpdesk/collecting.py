"""What is collected of static files: packages bring some that no page of ours names, and a web process keeps each one's headers.

In a module of its own: Django takes the application's configuration from apps.py only while there is one in it.
"""

from django.contrib.staticfiles import apps


class StaticFilesConfig(apps.StaticFilesConfig):
    ignore_patterns = [
        *apps.StaticFilesConfig.ignore_patterns,
        *("*.d.ts", "*.d.ts.map", "*.d.mts", "*.md", "*.py", "*.cjs", "*.cjs.map"),  # what browsers do not load
        "rest_framework",  # its pages of the API: ours speaks JSON only
        "django_htmx",  # its copies of htmx
        *(
            "ext",
            "editors",
            "scripts",
            "htmax*",
            "*.esm*",
        ),  # of htmx: extensions, and helps for those who write with it
    ]
