from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "aizuchi.people"

    def ready(self) -> None:
        from allauth.usersessions.models import UserSession
        from django.contrib.auth.signals import user_logged_in

        from aizuchi.kernel.stored_key import StoredKeyField
        from aizuchi.people.middleware import note_sign_in

        user_logged_in.connect(note_sign_in)
        # The list of one's devices is the library's table: it must not keep the keys of sessions either.
        UserSession._meta.get_field("session_key").__class__ = StoredKeyField
