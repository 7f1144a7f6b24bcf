"""Tags of Django and of django-cotton that keep what is the same in every request.

They are written and read as before. What they keep belongs to nobody: which address a name stands for, a sentence in a
language, which template a tag shows. It is kept on the node of the template, and goes when the template is read again.
"""

from typing import Any

from django.template import Library, Node
from django.template.base import FilterExpression, NodeList, Parser, Template, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.template.loader_tags import IncludeNode, construct_relative_path, do_include
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.translation import get_language
from django_cotton.templatetags import Attrs, UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component
from django_cotton.templatetags._vars import CottonVarsNode
from django_cotton.utils import get_cotton_data

from aizuchi.ui.addresses import find_address
from aizuchi.ui.build import find_icons

register = Library()


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = parse_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    is_fixed = not node.message_context and _is_text(node.filter_expression)
    return Sentence(node) if is_fixed else node


@register.tag
def include(parser: Parser, token: Token) -> Node:
    node = do_include(parser, token)
    if not _is_text(node.template):
        return node
    return FixedInclude(node.template, extra_context=node.extra_context, isolated_context=node.isolated_context)


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Node:
    node = cotton_component(parser, token)
    if "is" in node.attrs or node.only:
        return node  # type: ignore[no-any-return]
    return Component(node.component_name, node.nodelist, node.attrs, node.only, node.active_library)


@register.tag
def same_for_all(parser: Parser, _token: Token) -> Node:
    """Around what is the same in every page of a language: made once, where nothing of a request can be reached."""
    nodes = parser.parse(("endsame_for_all",))
    parser.delete_first_token()
    return SameForAll(nodes)


class SameForAll(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._kept: dict[tuple[str | None, str], str] = {}

    def render(self, context: Context) -> str:
        key = get_language(), find_icons()
        shown = self._kept.get(key)
        if shown is None:
            shown = self._kept[key] = self._make(context)
        return shown

    def _make(self, context: Context) -> str:
        nobody = Context()
        assert context.template is not None
        with nobody.bind_template(context.template), nobody.render_context.push_state(context.template):
            return self.nodelist.render(nobody)


class Address(URLNode):
    def render(self, context: Context) -> str:
        args = [each.resolve(context) for each in self.args]
        kwargs = {name: each.resolve(context) for name, each in self.kwargs.items()}
        address = ""
        try:
            address = find_address(self.view_name.resolve(context), args, kwargs)
        except NoReverseMatch:
            if self.asvar is None:
                raise
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


class Sentence(Node):
    child_nodelists = ()

    def __init__(self, sentence: TranslateNode) -> None:
        self._name = sentence.asvar
        self._said = TranslateNode(sentence.filter_expression, sentence.noop)
        self._kept: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        key = get_language(), context.autoescape
        said = self._kept.get(key)
        if said is None:
            said = self._kept[key] = self._said.render(context)
        if not self._name:
            return said
        context[self._name] = said
        return ""


class FixedInclude(IncludeNode):
    _kept: Any = None

    def render(self, context: Context) -> Any:
        if self._kept is None:
            assert context.template is not None
            name = construct_relative_path(str(self.origin.template_name), self.template.resolve(context))
            self._kept = context.template.engine.get_template(str(name))
        values = {name: each.resolve(context) for name, each in self.extra_context.items()}
        if self.isolated_context:
            return self._kept.render(context.new(values))
        return _render_within(self._kept, context, values)


class Component(CottonComponentNode):
    """Without `is` and `only`, which we do not use."""

    _kept: "tuple[Template, Variables | None] | None" = None

    def render(self, context: Context) -> str:
        cotton = get_cotton_data(context)
        attrs = Attrs({})
        slots: dict[str, str] = {}
        cotton["stack"].append({"key": self.component_name, "attrs": attrs, "slots": slots})
        for attr in self._prepared_attrs:
            if attr.kind == AttrKind.STATIC or attr.kind == AttrKind.BOOLEAN:
                attrs[attr.key] = attr.value
            else:
                _resolve(attr, attrs, context)
        slot = self.nodelist.render(context)
        template, variables = self._kept or self._find(context)
        given = (
            variables.fill(attrs, slots)
            if variables
            else self._extract_vars_from_template(template, context, attrs, slots)
        )
        state = {**given, **slots, **attrs.make_attrs_accessible()}
        state |= {"attrs": attrs, "slot": slot, "cotton_data": cotton}
        shown = _render_within(template, context, state)
        cotton["stack"].pop()
        return shown

    def _find(self, context: Context) -> "tuple[Template, Variables | None]":
        template = self._get_cached_template(context, {})
        nodes = [node for node in template.nodelist if isinstance(node, CottonVarsNode)]
        is_fixed = all(each.kind == AttrKind.STATIC for node in nodes for each in node._prepared_vars)
        self._kept = template, Variables(nodes) if is_fixed else None
        return self._kept


class Variables:
    """What `<c-vars>` declares, where it is nothing but fixed values."""

    def __init__(self, nodes: list[Any]) -> None:
        declared = [each for node in nodes for each in node._prepared_vars]
        self._values = [(each.key, each.accessible_key, each.value) for each in declared]
        self._names = {
            "is",
            *(each.exclude_key for each in declared),
            *(name for node in nodes for name in node.empty_vars),
        }

    def fill(self, attrs: Any, slots: dict[str, str]) -> dict[str, Any]:
        attrs._exclude_from_str |= self._names
        given = attrs.exclude_unprocessable()
        return {name: value for key, name, value in self._values if key not in given and key not in slots}


def _resolve(attr: Any, attrs: Any, context: Context) -> None:
    """As django-cotton does it."""
    if attr.kind == AttrKind.ESCAPED:
        attrs[attr.key] = attr.compiled.render(context) if attr.compiled else attr.value
        return
    try:
        resolved = attr.compiled.resolve(context)
    except UnprocessableDynamicAttr:
        if attr.kind == AttrKind.DYNAMIC:
            attrs.unprocessable(attr.key)
        else:
            attrs[attr.key] = attr.value
        return
    if attr.kind == AttrKind.DYNAMIC and attr.key == "attrs":
        attrs.dict.update(resolved)
    else:
        attrs[attr.key] = resolved


def _render_within(template: Any, context: Context, values: dict[str, Any]) -> str:
    """What `Template.render` does inside another template, without making context managers for it."""
    state = context.render_context
    outer, state.template = state.template, template
    state.dicts.append({})
    context.dicts.append(values)
    try:
        return template._render(context)  # type: ignore[no-any-return]
    finally:
        context.dicts.pop()
        state.dicts.pop()
        state.template = outer


def _is_text(expression: FilterExpression) -> bool:
    """Written out in the template, without filters."""
    return not expression.filters and (not expression.is_var or expression.var.lookups is None)
