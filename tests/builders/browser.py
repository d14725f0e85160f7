"""A headless Chromium driven over its DevTools protocol: enough to use a page as a person does, and to watch it."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # every name but this machine's own address leads nowhere, as with the network unplugged
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
START_SECONDS, WAIT_SECONDS = 60.0, 60.0
KEYS = {"ArrowRight": 39, "ArrowLeft": 37, "ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Tab": 9, "Home": 36, "End": 35}
TYPED = {"Enter": "\r"}


def browser_program() -> str | None:
    """Return the browser that there is, if any; ``CITYTIES_BROWSER`` names another."""
    named = os.environ.get("CITYTIES_BROWSER")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One tab: what it shows, what its console says, and what it asks the network for."""

    def __init__(self, address: str, domains: tuple[str, ...] = ("Page", "Runtime", "Network", "Log")) -> None:
        self._socket = websocket.create_connection(address, timeout=WAIT_SECONDS, suppress_origin=True)
        self._number = 0
        self.console: list[str] = []
        self.requests: list[str] = []
        for domain in domains:
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and return its answer, taking note of what happens meanwhile."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                assert "error" not in message, f"{method}: {message['error']}"
                found: dict[str, Any] = message["result"]
                return found
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        method, what = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(what["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.console.append(json.dumps(what["exceptionDetails"])[:600])
        elif method == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning", "assert"):
            self.console.append(json.dumps(what["args"])[:600])
        elif method == "Log.entryAdded" and what["entry"]["level"] in ("error", "warning"):
            self.console.append(what["entry"]["text"] + " " + what["entry"].get("url", ""))

    def open(self, url: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """Return the value of an expression in the page, waiting for it if it is a promise."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, f"{script}: {json.dumps(found['exceptionDetails'])[:600]}"
        return found["result"].get("value")

    def wait(self, condition: str, seconds: float = WAIT_SECONDS) -> Any:
        """Wait until an expression is true, and return its value."""
        end = time.monotonic() + seconds
        while not (value := self.run(condition)):
            assert time.monotonic() < end, f"never came true: {condition}; console: {self.console}"
            time.sleep(0.05)
        return value

    def look(self, width: int, height: int, dark: bool = False) -> None:
        """Take the size of a window, of a telephone if it is narrow, and a colour scheme."""
        narrow = width < 500
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": narrow}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            named = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
            text = {"text": TYPED[key]} if key in TYPED else {}
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **named, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def type(self, text: str) -> None:
        """Write text where the focus is."""
        self.call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Click in the middle of the first element that a selector finds."""
        place = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{place}.scrollIntoView({{block: 'center'}})")
        x, y = self.run(f"(b => [b.x + b.width / 2, b.y + b.height / 2])({place}.getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def focus(self, selector: str) -> None:
        """Move the focus to an element."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")

    def picture(self, path: Path, whole: bool = True) -> None:
        """Write what is seen, or the whole page, as PNG."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))


@contextmanager
def chromium(program: str) -> Iterator[Callable[[], Tab]]:
    """Start a browser with a profile of its own, and yield what opens a tab; it ends with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        tabs: list[Tab] = []
        try:
            port, address = _port(Path(profile) / "DevToolsActivePort", process)
            main = Tab(f"ws://127.0.0.1:{port}{address}", domains=())

            def new_tab() -> Tab:
                """Open a tab."""
                target = main.call("Target.createTarget", url="about:blank")["targetId"]
                tabs.append(Tab(f"ws://127.0.0.1:{port}/devtools/page/{target}"))
                return tabs[-1]

            yield new_tab
            for tab in (*tabs, main):
                tab._socket.close()
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _port(file: Path, process: "subprocess.Popen[bytes]") -> tuple[int, str]:
    """Wait for the file in which the browser says where it listens."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise OSError(f"the browser ended with code {process.returncode}")
        lines = file.read_text().split() if file.exists() else []
        if len(lines) == 2:
            return int(lines[0]), lines[1]
        time.sleep(0.1)
    raise OSError("the browser did not start")
