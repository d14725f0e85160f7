"""Small mistakes put into the source of the model, one at a time: what a careless hand could write."""

import ast
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
    """One mistake: the file, the place of the node among all its nodes, and which of two mistakes is made there."""

    path: Path
    place: int
    variant: int

    def planted(self) -> tuple[str, str]:
        """Return the changed source, and where and how it was changed."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = list(ast.walk(tree))[self.place]
        before = shortened(ast.unparse(node))
        mutate(tree, node, self.variant)
        line = node.lineno if isinstance(node, ast.expr | ast.stmt) else 0
        after = "second term left out" if self.variant == 1 else shortened(ast.unparse(node))
        return ast.unparse(tree), f"{self.path.name}:{line}: {before}  ->  {after}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    free = set(free_nodes(tree))
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in free:
            for variant in range(2):
                if can_mutate(node, variant):
                    yield Mutant(path, place, variant)


def shortened(text: str) -> str:
    return text.splitlines()[0][:70]


def free_nodes(tree: ast.Module) -> Iterator[int]:
    """Yield the nodes of the bodies of functions, docstrings apart, and of the numbers of enumerations."""
    for owner in ast.walk(tree):
        if isinstance(owner, ast.FunctionDef):
            for statement in owner.body:
                if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                    yield from map(id, ast.walk(statement))
        if isinstance(owner, ast.ClassDef) and any(ast.unparse(base) == "IntEnum" for base in owner.bases):
            for statement in owner.body:
                if isinstance(statement, ast.Assign):
                    yield id(statement.value)


def can_mutate(node: ast.AST, variant: int) -> bool:
    """Tell whether a mistake can be made at a node."""
    if variant == 1:
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.Add | ast.Sub | ast.Mult)
        return isinstance(node, ast.AugAssign) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub))
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in COMPARISONS
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return type(node.op) in OPERATORS
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return isinstance(node, ast.If | ast.IfExp | ast.BoolOp) or is_bound(node)


def is_bound(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max")


def mutate(tree: ast.Module, node: ast.AST, variant: int) -> None:
    """Put the mistake into the node."""
    if variant == 1:
        drop_term(tree, node)
    elif isinstance(node, ast.Compare):
        node.ops[0] = COMPARISONS[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        node.op = OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        node.value = other_number(node.value)
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        node.func.id = "max" if node.func.id == "min" else "min"


def other_number(number: float) -> float:
    """Turn 0 and 1 into each other, add 1 to any other integer, and a tenth to any other number."""
    if number in (0, 1):
        return type(number)(1 - number)
    return number + 1 if isinstance(number, int) else number * FACTOR


def drop_term(tree: ast.Module, node: ast.AST) -> None:
    """Leave out the second operand, a whole augmented assignment, or the minus sign."""
    if isinstance(node, ast.AugAssign):
        node.value = ast.Constant(0 if isinstance(node.op, ast.Add | ast.Sub) else 1)
        return
    kept = node.left if isinstance(node, ast.BinOp) else node.operand if isinstance(node, ast.UnaryOp) else node
    for owner in ast.walk(tree):
        for name, value in ast.iter_fields(owner):
            if value is node:
                setattr(owner, name, kept)
            elif isinstance(value, list) and node in value:
                value[value.index(node)] = kept
