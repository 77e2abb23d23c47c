"""Who has which role in a municipality; under /arbete/<municipality>/."""

from django.urls import path

from .views import invitations, members

app_name = "access"
urlpatterns = [
    path("medlemmar/", members.index, name="members"),
    path("medlemmar/utan-agare/", members.ownerless, name="ownerless"),
    path("medlemmar/bjud-in/", invitations.invite, name="invite"),
    path("medlemmar/inbjudningar/<int:pk>/skicka/", invitations.send_again, name="send_again"),
    path("medlemmar/inbjudningar/<int:pk>/dra-tillbaka/", invitations.withdraw, name="withdraw"),
    path("medlemmar/<int:pk>/", members.edit, name="member"),
    path("medlemmar/<int:pk>/roll/", members.add_role, name="add_role"),
    path("medlemmar/<int:pk>/avsluta/", members.end, name="end_member"),
    path("medlemmar/<int:pk>/lamna-over/", members.hand_over, name="hand_over"),
]
