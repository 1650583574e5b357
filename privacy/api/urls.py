from django.urls import path

from privacy.api import wishes

urlpatterns = [
    path("data-copies/", wishes.DataCopies.as_view(), name="data_copies"),
    path("data-copies/<uuid:key>/file/", wishes.DataCopyFile.as_view(), name="data_copy_file"),
    path("erasures/", wishes.Erasures.as_view(), name="erasures"),
    path("erasures/<int:pk>/", wishes.OneErasure.as_view(), name="erasure"),
    path("erasures/<int:pk>/carry-out/", wishes.CarryOutErasure.as_view(), name="carry_out_erasure"),
    path("erasures/<int:pk>/decline/", wishes.DeclineErasure.as_view(), name="decline_erasure"),
    path("erasures/<int:pk>/withdraw/", wishes.WithdrawErasure.as_view(), name="withdraw_erasure"),
]
