"""Small mistakes put into the source of the model, one at a time: what a careless hand could write."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitXor: ast.BitOr,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.RShift: ast.LShift,
    ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
FACTOR = 1.1


@dataclass(frozen=True)
class Mutant:
    """One changed source: its file, the line, what was changed into what, and the whole new text."""

    path: Path
    line: int
    what: str
    source: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    number_of_nodes = sum(1 for _ in ast.walk(tree))
    for place in range(number_of_nodes):
        for variant in range(2):
            changed = copy.deepcopy(tree)
            node = list(ast.walk(changed))[place]
            if not isinstance(node, ast.expr | ast.stmt) or is_fixed(changed, node):
                continue
            before = ast.unparse(node)
            if mutate(changed, node, variant):
                text = ast.unparse(changed)
                what = f"{shortened(before)}  ->  {shortened(ast.unparse(node))}"
                yield Mutant(path, node.lineno, what, text)


def shortened(text: str) -> str:
    return text.splitlines()[0][:70]


def is_fixed(tree: ast.Module, node: ast.AST) -> bool:
    """Tell whether a node lies outside all functions and enumerations, or in an annotation, decorator or docstring."""
    for owner in ast.walk(tree):
        if isinstance(owner, ast.FunctionDef):
            for statement in owner.body:
                if node in ast.walk(statement):
                    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(owner, ast.ClassDef) and any(ast.unparse(base) == "IntEnum" for base in owner.bases):
            for statement in owner.body:
                if isinstance(statement, ast.Assign) and node in ast.walk(statement.value):
                    return False
    return True


def mutate(tree: ast.Module, node: ast.AST, variant: int) -> bool:
    """Put the mistake into the node; tell whether there was one to make."""
    if variant == 1:
        return drop_term(tree, node)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        node.ops[0] = COMPARISONS[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        node.op = OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        node.value = other_number(node.value)
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
        node.func.id = "max" if node.func.id == "min" else "min"
    else:
        return False
    return True


def other_number(number: float) -> float:
    """Turn 0 and 1 into each other, add 1 to any other integer, and a tenth to any other number."""
    if number in (0, 1):
        return type(number)(1 - number)
    return number + 1 if isinstance(number, int) else number * FACTOR


def drop_term(tree: ast.Module, node: ast.AST) -> bool:
    """Leave out the second operand, a whole augmented assignment, or the minus sign."""
    if isinstance(node, ast.AugAssign):
        node.value = ast.Constant(0 if isinstance(node.op, ast.Add | ast.Sub) else 1)
        return True
    kept = node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult) else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        kept = node.operand
    if kept is None:
        return False
    for owner in ast.walk(tree):
        for name, value in ast.iter_fields(owner):
            if value is node:
                setattr(owner, name, kept)
                return True
            if isinstance(value, list) and node in value:
                value[value.index(node)] = kept
                return True
    return False
