"""Migrations without the time that Django takes to draw its picture of all models again for each one that is made.

A model that is only being made is referred to by no other, so it alone is drawn. Most of what the migrations of an empty database
take, in each process that runs tests, went into drawing all others again.
"""

from collections.abc import Iterator

import pytest
from django.db.migrations.state import ProjectState


@pytest.fixture(scope="session", autouse=True)
def _new_models_drawn_alone() -> Iterator[None]:
    draw_all = ProjectState.reload_model

    def draw(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        is_new = "apps" in vars(state) and model_name not in state.apps.all_models[app_label]
        if is_new:
            state.apps.render_multiple([state.models[app_label, model_name]])
        else:
            draw_all(state, app_label, model_name, delay)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProjectState, "reload_model", draw)
        yield
