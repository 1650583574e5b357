"""Templates whose still parts are drawn once per language: text, words to translate, icons, addresses without arguments.

They make up most of a page and change with nothing but the language, so what stands side by side becomes one node. Addresses
that differ in one number, such as those of all that can be done to a ticket, are part of it: the number is put in. And a
template that another includes by its name is found once, not at each drawing. Nothing in a template has to be written
differently for it.
"""

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any, TypeGuard, TypeVar
from weakref import WeakSet

from django.template import Context, Engine, Origin, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, TokenType, Variable
from django.template.defaulttags import CommentNode, CycleNode, IfChangedNode, LoadNode, ResetCycleNode, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# What remembers something while its own template is drawn.
OF_ONE_DRAWING = BlockNode, CycleNode, ExtendsNode, IfChangedNode, ResetCycleNode

STAND_IN = "987654321"

Tag = TypeVar("Tag", bound=Callable[..., object])


def language_decides(tag: Tag) -> Tag:
    """Mark a tag whose output depends on nothing but its arguments and the language."""
    tag.is_still = True  # type: ignore[attr-defined]  # read below
    return tag


def number_decides(tag: Tag) -> Tag:
    """Mark a tag that writes its last argument, a number, into what depends on nothing else but the language."""
    tag.is_numbered = True  # type: ignore[attr-defined]  # read below
    return tag


class Loader(cached.Loader):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.settled: WeakSet[Template] = WeakSet()
        self.settling = Lock()

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if template not in self.settled:
            with self.settling:  # nobody draws a template while it changes
                if template not in self.settled:
                    settle(template.nodelist, self.engine)
                    self.settled.add(template)
        return template


def language_of(context: Context) -> str | None:
    """In which the present drawing speaks; asked for once, not for each of its hundreds of still parts."""
    kept = vars(context.render_context)
    if "language" not in kept:
        kept["language"] = get_language()
    language: str | None = kept["language"]
    return language


class StillNode(Node):
    """Nodes that depend on the language alone, drawn once for each."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.drawn: dict[tuple[str | None, bool], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (language_of(context), context.autoescape)
        if key not in self.drawn:
            self.drawn[key] = mark_safe("".join(node.render(context) for node in self.nodes))  # noqa: S308  # drawn safely
        return self.drawn[key]

    def render_annotated(self, context: Context) -> SafeString:
        return self.render(context)


class NumberedNode(StillNode):
    """The same where one number is written into it, drawn once with a number that nothing else holds."""

    def __init__(self, nodes: list[Node], number: FilterExpression) -> None:
        super().__init__(nodes)
        self.number = number
        stand_in = FilterExpression(STAND_IN, Parser([]))
        for node in nodes:
            if is_numbered(node):
                node.args = [*node.args[:-1], stand_in]

    def render(self, context: Context) -> SafeString:
        text = super().render(context).replace(STAND_IN, str(self.number.resolve(context)))
        return mark_safe(text)  # noqa: S308  # drawn safely


class FoundNode(Node):
    """An `include` of a template by its name: what is in it is drawn as if it stood here."""

    def __init__(self, include: IncludeNode, engine: Engine) -> None:
        self.include, self.engine = include, engine
        self.token, self.origin = include.token, include.origin
        self.values = include.extra_context
        self.inner: NodeList | None = None  # when it is first drawn: a template may include itself
        self.is_found = False

    def render(self, context: Context) -> SafeString:
        if not self.is_found:
            self._find(context)
        if self.inner is None:
            return self.include.render(context)
        with context.push(**{name: value.resolve(context) for name, value in self.values.items()}):
            return self.inner.render(context)

    def _find(self, context: Context) -> None:
        template = self.engine.get_template(self.include.template.resolve(context))
        if not any(isinstance(node, OF_ONE_DRAWING) for node in template.nodelist.get_nodes_by_type(Node)):
            self.inner = template.nodelist
        self.is_found = True


def settle(nodes: NodeList, engine: Engine) -> None:
    """Join what is still, find what is included, here and in all that stands within."""
    joined: list[Node] = []
    run: list[Node] = []
    number: FilterExpression | None = None  # of those in the run that have one
    for node in nodes:
        if is_still(node):
            run.append(node)
            continue
        if is_numbered(node):
            if number and number.token != node.args[-1].token:
                joined += _as_one(run, number)
                run = []
            number = node.args[-1]
            run.append(node)
            continue
        joined += _as_one(run, number)
        run, number = [], None
        if isinstance(node, LanguageNode):
            raise TemplateSyntaxError(
                "One language for each drawing: draw what is in another by itself, with override()."
            )
        for inner in _lists_in(node):
            settle(inner, engine)
        joined.append(FoundNode(node, engine) if is_included_by_name(node) else node)
    nodes[:] = [*joined, *_as_one(run, number)]


def is_still(node: Node) -> bool:
    """Whether nothing but the language can change what the node writes."""
    match node:
        case TextNode() | CommentNode() | LoadNode():
            return True
        case TranslateNode():
            return not node.asvar and node.message_context is None and _is_constant(node.filter_expression)
        case BlockTranslateNode():
            has_parts = node.extra_context or node.countervar or node.asvar or node.message_context
            return not has_parts and all(token.token_type == TokenType.TEXT for token in node.singular)
        case URLNode():
            return not node.asvar and not node.args and not node.kwargs and _is_constant(node.view_name)
        case StaticNode():
            return node.varname is None and _is_constant(node.path)
        case SimpleNode():
            expressions = [*node.args, *node.kwargs.values()]
            is_ours = getattr(node.func, "is_still", False) and node.target_var is None
            return is_ours and all(map(_is_constant, expressions))
    return False


def is_numbered(node: Node) -> TypeGuard[SimpleNode]:
    """Whether nothing but the language and one number can change what the node writes."""
    if not isinstance(node, SimpleNode) or not getattr(node.func, "is_numbered", False):
        return False
    return node.target_var is None and not node.kwargs and all(map(_is_constant, node.args[:-1]))


def is_included_by_name(node: Node) -> TypeGuard[IncludeNode]:
    """Not by a relative one, nor with `only`."""
    if not isinstance(node, IncludeNode) or node.isolated_context or not _is_constant(node.template):
        return False
    return not str(node.template.var).startswith(".")


def _is_constant(expression: FilterExpression) -> bool:
    if expression.filters:
        return False
    return not isinstance(expression.var, Variable) or expression.var.literal is not None


def _as_one(run: list[Node], number: FilterExpression | None) -> list[Node]:
    if len(run) < 2 and all(isinstance(node, TextNode) for node in run):
        return run
    still = NumberedNode(run, number) if number else StillNode(run)
    still.token, still.origin = run[0].token, run[0].origin
    return [still]


def _lists_in(node: Node) -> Iterator[NodeList]:
    """Each tag keeps its node lists where it likes: `if` beside their conditions, others in an attribute."""
    for value in vars(node).values():
        yield from _lists_of(value)


def _lists_of(value: Any) -> Iterator[NodeList]:
    if isinstance(value, NodeList):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _lists_of(part)
