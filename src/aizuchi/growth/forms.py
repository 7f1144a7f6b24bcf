from django import forms


class WordsForm(forms.Form):
    text = forms.CharField(max_length=200, required=False)


class ThankYouForm(forms.Form):
    text = forms.CharField(max_length=400)
