from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "aizuchi.accounts"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator
        from allauth.usersessions.models import UserSession
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import pre_save

        from aizuchi.accounts.glass import note_entry_behind_glass
        from aizuchi.accounts.middleware import note_sign_in
        from aizuchi.accounts.sign_in_record import note_came_in
        from aizuchi.accounts.whole_hours import keep_whole_hours, keep_whole_hours_of_factor, note_latest_sign_in
        from aizuchi.kernel.stored_key import StoredKeyField

        user_logged_in.connect(note_sign_in)
        user_logged_in.connect(note_entry_behind_glass)
        user_logged_in.connect(note_came_in)
        user_logged_in.connect(note_latest_sign_in, dispatch_uid="update_last_login")  # takes the place of Django's
        pre_save.connect(keep_whole_hours, sender=UserSession)
        pre_save.connect(keep_whole_hours_of_factor, sender=Authenticator)
        # The list of one's devices is the library's table: it must not keep the keys of sessions either.
        UserSession._meta.get_field("session_key").__class__ = StoredKeyField
