"""Reads one pickle of numbers, names and containers: nothing in it is executed, and it takes no
more memory and time than a model's can need."""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from typing import IO, Any, ClassVar, NamedTuple

# What a pickled object may take: bytes, pieces that it is read in, and members of what is made
# from other containers. The names of 2,600 tensors take 0.4 million bytes and 0.14 million pieces.
LARGEST_OBJECT = 64 * 2**20
_MOST_PIECES = 1_000_000
_MOST_COPIED = 4_000_000
_MOST_SIDES = 16
# Number format, as safetensors spells it, and bytes of a number.
_STORAGES = {
    "FloatStorage": ("F32", 4), "HalfStorage": ("F16", 2), "BFloat16Storage": ("BF16", 2),
    "DoubleStorage": ("F64", 8), "LongStorage": ("I64", 8), "IntStorage": ("I32", 4),
    "ShortStorage": ("I16", 2), "CharStorage": ("I8", 1), "ByteStorage": ("U8", 1),
    "BoolStorage": ("BOOL", 1),
}  # fmt: skip
# Each storage of the old stream begins with its count.
COUNT_BYTES = 8


class ForeignCode(Exception):
    """The pickle asks for something that is neither number nor container; says for what."""


class PickledTensor(NamedTuple):
    dtype: str
    shape: tuple[int, ...]


class _StorageKind(NamedTuple):
    dtype: str
    number_bytes: int


class _Parameters(dict[str, Any]):
    """Stands for torch's ParameterDict, in which the first embeddings were written."""

    def take(self, state: dict[str, Any]) -> None:
        self.update(state.get("_parameters", state))


class _Pieces:
    """The stream of a pickle, as much of it as a model's object can need. Where a file ends in
    the middle of a name, it was cut off, and the name is another."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._bytes_left, self._pieces_left = LARGEST_OBJECT, _MOST_PIECES

    def read(self, count: int) -> bytes:
        self._spend(count)
        return self._file.read(count)

    def readline(self) -> bytes:
        line = self._file.readline(self._bytes_left)
        self._spend(len(line))
        if not line.endswith(b"\n"):
            raise EOFError
        return line

    def _spend(self, count: int) -> None:
        self._bytes_left -= count
        self._pieces_left -= 1
        if count < 0 or self._bytes_left < 0 or self._pieces_left < 0:
            raise pickle.UnpicklingError("more than any model's object")


class PickleReader(pickle._Unpickler):
    """Knows the few names that a state dict needs; every other one ends the reading. Written in
    Python: the quick one takes 64 GB if a pickle of ten bytes says so
    (https://github.com/python/cpython/issues/115952)."""

    # What the base class makes when it begins to load.
    stack: list[Any]
    append: Callable[[Any], None]
    pop_mark: Callable[[], list[Any]]
    read: Callable[[int], bytes]

    def __init__(self, file: IO[bytes]) -> None:
        # Words as torch's loader reads them, for pickles of Python 2.
        super().__init__(_Pieces(file), encoding="utf-8")
        # Bytes of each storage, by its key.
        self.storages: dict[str, int] = {}
        self._copies_left = _MOST_COPIED
        self._known: dict[tuple[str, str], Callable[..., Any]] = {
            ("collections", "OrderedDict"): self._ordered,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("torch._utils", "_rebuild_tensor"): _tensor,
            ("torch._utils", "_rebuild_parameter"): _parameter,
            ("torch", "Size"): self._size,
            ("__builtin__", "set"): self._set,
            ("builtins", "set"): self._set,
            ("torch.nn.modules.container", "ParameterDict"): _Parameters,
        }

    def find_class(self, module: str, name: str) -> Any:
        if module in ("torch", "torch.storage") and name in _STORAGES:
            return _StorageKind(*_STORAGES[name])
        if (known := self._known.get((module, name))) is None:
            raise ForeignCode(f"{module}.{name}")
        return known

    def persistent_load(self, pid: Any) -> Any:
        kind = pid[1]
        if pid[0] == "module" and kind is _Parameters:
            # The old stream carries the source text of a container beside its name.
            return kind
        if pid[0] != "storage" or not isinstance(kind, _StorageKind):
            raise pickle.UnpicklingError("unknown storage")
        self.storages[_plain_key(pid[2])] = int(pid[4]) * kind.number_bytes
        return kind

    def _ordered(self, pairs: Any = ()) -> OrderedDict[Any, Any]:
        self._copy(pairs)
        return OrderedDict((_plain_key(key), value) for key, value in pairs)

    def _set(self, members: Any = ()) -> set[Any]:
        self._copy(members)
        return set(map(_plain_key, members))

    def _size(self, sides: Any = ()) -> tuple[Any, ...]:
        self._copy(sides)
        return tuple(sides)

    def _copy(self, members: Any) -> None:
        """The same list can be asked for a million times by a pickle that holds it once."""
        self._copies_left -= len(members) + 1
        if not isinstance(members, (list, tuple)) or self._copies_left < 0:
            raise pickle.UnpicklingError("more than any model's object")

    def _load_dict(self) -> None:
        items = self.pop_mark()
        for key in items[::2]:
            _plain_key(key)
        self.append(dict(zip(items[::2], items[1::2], strict=True)))

    def _load_setitem(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self._filled(self.stack[-1])[_plain_key(key)] = value

    def _load_setitems(self) -> None:
        items = self.pop_mark()
        target = self._filled(self.stack[-1])
        for key, value in zip(items[::2], items[1::2], strict=True):
            target[_plain_key(key)] = value

    def _load_build(self) -> None:
        """A dict's state are attributes: nobody here needs them, and one could be called `items`.
        Whatever else asks for a state is no container."""
        state, target = self.stack.pop(), self._filled(self.stack[-1])
        if isinstance(target, _Parameters):
            target.take(self._filled(state))

    def _load_newobj(self) -> None:
        _, kind = self.stack.pop(), self.stack.pop()
        if kind is not _Parameters:
            raise pickle.UnpicklingError("no container")
        self.append(_Parameters())

    def _load_frame(self) -> None:
        """A frame says that the next bytes could be read at once; they need not."""
        self.read(COUNT_BYTES)

    def _filled(self, target: Any) -> dict[Any, Any]:
        if not isinstance(target, dict):
            raise pickle.UnpicklingError("no container")
        return target

    # Only what a state dict is written with. Every other code ends the reading.
    dispatch: ClassVar[dict[int, Any]] = {
        code[0]: pickle._Unpickler.dispatch[code[0]]
        for code in (
            pickle.PROTO, pickle.PERSID, pickle.BINPERSID, pickle.NONE, pickle.NEWFALSE,
            pickle.NEWTRUE, pickle.INT, pickle.BININT, pickle.BININT1, pickle.BININT2, pickle.LONG,
            pickle.LONG1, pickle.LONG4, pickle.FLOAT, pickle.BINFLOAT, pickle.STRING,
            pickle.BINSTRING, pickle.BINBYTES, pickle.UNICODE, pickle.BINUNICODE,
            pickle.BINUNICODE8, pickle.BINBYTES8, pickle.SHORT_BINSTRING, pickle.SHORT_BINBYTES,
            pickle.SHORT_BINUNICODE, pickle.TUPLE, pickle.EMPTY_TUPLE, pickle.TUPLE1,
            pickle.TUPLE2, pickle.TUPLE3, pickle.EMPTY_LIST, pickle.EMPTY_DICT, pickle.LIST,
            pickle.GLOBAL, pickle.STACK_GLOBAL, pickle.REDUCE, pickle.POP, pickle.POP_MARK,
            pickle.DUP, pickle.GET, pickle.BINGET, pickle.LONG_BINGET, pickle.PUT, pickle.BINPUT,
            pickle.LONG_BINPUT, pickle.MEMOIZE, pickle.APPEND, pickle.APPENDS, pickle.MARK,
            pickle.STOP,
        )
    } | {
        pickle.DICT[0]: _load_dict,
        pickle.SETITEM[0]: _load_setitem,
        pickle.SETITEMS[0]: _load_setitems,
        pickle.BUILD[0]: _load_build,
        pickle.NEWOBJ[0]: _load_newobj,
        pickle.FRAME[0]: _load_frame,
    }  # fmt: skip


def _plain_key(key: Any) -> Any:
    """Of tuples in tuples of themselves the hash alone takes forever."""
    if not isinstance(key, (str, int, float, bytes)):
        raise pickle.UnpicklingError("a key that is no word")
    return key


def _tensor(storage: _StorageKind, offset: int, size: tuple[int, ...], *_: Any) -> PickledTensor:
    if not isinstance(storage, _StorageKind):
        raise pickle.UnpicklingError("a tensor without its numbers")
    if not isinstance(size, tuple) or len(size) > _MOST_SIDES:
        raise pickle.UnpicklingError("a tensor of too many sides")
    return PickledTensor(storage.dtype, tuple(int(side) for side in size))


def _parameter(data: Any, *_: Any) -> Any:
    return data
