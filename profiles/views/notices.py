"""What staff did about a creator's page, told to the creator, and their appeals."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from profiles.forms import AppealForm
from profiles.models import Addressee, Measure
from profiles.models.measure import MeasureQuerySet
from profiles.moderation import NothingToDo, appeals
from profiles.views.access import form_view, own_pages, read_view
from tiktok_auth.models import Grant


@read_view
def all_notices(request: HttpRequest) -> HttpResponse:
    """Everything they were ever told, the newest first."""
    context = {"page": own_pages(request).first(), "notices": _own_notices(request)}
    return render(request, "studio/notices.html", context)


@form_view
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what, why, since when, and what they can say against it."""
    measure = get_object_or_404(_own_notices(request), pk=pk)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        try:
            appeals.appeal(measure, **form.cleaned_data)
        except NothingToDo as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your appeal has arrived. A person reads it and answers here."))
        return redirect("studio_notice", measure.pk)
    is_banned = _own_notices(request).bans().exists()
    context = {"page": own_pages(request).first(), "notice": measure, "form": form, "is_banned": is_banned}
    return render(request, "studio/notice.html", context)


def _own_notices(request: HttpRequest) -> MeasureQuerySet:
    grants = Grant.objects.filter(account__user=request.user.pk).select_related("account")
    return Measure.objects.against(request.user.pk, Addressee.objects.of(*grants)).for_creator()
