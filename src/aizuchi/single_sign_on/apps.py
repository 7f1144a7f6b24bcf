from django.apps import AppConfig


class SingleSignOnConfig(AppConfig):
    name = "aizuchi.single_sign_on"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from aizuchi.single_sign_on.tied_sessions import tie_waiting_session

        user_logged_in.connect(tie_waiting_session)
