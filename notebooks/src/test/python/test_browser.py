"""JupyterLab in headless Chromium: lessons are opened, run, dragged, reloaded, and their kernel is restarted.

Environment: NOTEBOOKS a folder of notebooks (copied), KERNELS a Jupyter data folder with the kernel, SHOTS where
pictures go, SETTINGS JupyterLab's overrides.json, CHROMIUM the browser. Prints what was measured.
"""
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import expect, sync_playwright

SHOTS = Path(os.environ["SHOTS"])
LIMIT = 90_000  # milliseconds; against hanging
expect.set_options(timeout=LIMIT)
VISIBLE = ".jp-NotebookPanel:not(.lm-mod-hidden)"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="lectern-browser-"))
        root = cls.folder / "notebooks"
        shutil.copytree(os.environ["NOTEBOOKS"], root)
        for plugin, setting in json.loads(Path(os.environ["SETTINGS"]).read_text()).items():
            file = cls.folder / "settings" / (plugin.replace(":", "/") + ".jupyterlab-settings")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(setting))
        cls.token = secrets.token_hex(16)
        environment = dict(
            os.environ,
            JUPYTER_PATH=os.environ["KERNELS"],
            JUPYTERLAB_SETTINGS_DIR=str(cls.folder / "settings"),
            JUPYTERLAB_WORKSPACES_DIR=str(cls.folder / "workspaces"),
            JUPYTER_CONFIG_DIR=str(cls.folder / "config"),
            JUPYTER_RUNTIME_DIR=str(cls.folder / "runtime"),
            JUPYTER_DATA_DIR=str(cls.folder / "data"),
        )
        cls.log = open(cls.folder / "lab.log", "w")
        for _ in range(3):  # another process may take the port before JupyterLab listens there
            port = free_port()
            cls.base = f"http://127.0.0.1:{port}"
            cls.lab = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", "--ServerApp.ip=127.0.0.1",
                 f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={cls.token}",
                 f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True"],
                env=environment, stdout=cls.log, stderr=cls.log)
            if cls.serves():
                break
        else:
            raise AssertionError("JupyterLab did not start:\n" + (cls.folder / "lab.log").read_text()[-3000:])
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"])
        SHOTS.mkdir(parents=True, exist_ok=True)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        for session in cls.api("/api/sessions"):
            cls.api("/api/sessions/" + session["id"], "DELETE")
        cls.lab.terminate()
        cls.lab.wait(120)
        cls.log.close()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def api(cls, path, method="GET"):
        request = Request(cls.base + path, method=method, headers={"Authorization": "token " + cls.token})
        with urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    @classmethod
    def serves(cls):
        """Waits for the server; false when it has ended or does not come up."""
        for _ in range(600):
            try:
                cls.api("/api/status")
                return True
            except OSError:
                if cls.lab.poll() is not None:
                    return False
                time.sleep(0.2)
        cls.lab.kill()
        return False

    def setUp(self):
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 1000})
        self.page = self.context.new_page()
        self.page.set_default_timeout(LIMIT)
        self.complaints = []
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.addCleanup(self.context.close)

    def shot(self, name):
        self.page.screenshot(path=str(SHOTS / (name + ".png")))

    def open(self, name, reset=True):
        self.page.goto(f"{self.base}/lab/tree/{name}?{'reset&' if reset else ''}token={self.token}")
        self.page.wait_for_selector(VISIBLE)
        self.page.evaluate("""async () => {
            const end = Date.now() + 80000;
            for (;;) {
                const c = window.jupyterapp.shell.currentWidget?.context;
                if (c?.isReady && ['idle', 'busy'].includes(c.sessionContext.session?.kernel?.status)) return;
                if (Date.now() > end) throw new Error('the kernel does not come up');
                await new Promise(r => setTimeout(r, 100));
            }
        }""")
        self.page.evaluate("window.jupyterapp.shell.collapseLeft()")
        if reset:  # the theme is a setting, which outlives the page
            self.command("apputils:change-theme", {"theme": "JupyterLab Light"})

    def command(self, name, arguments=None):
        self.page.evaluate("([n, a]) => { window.jupyterapp.commands.execute(n, a || {}); }", [name, arguments])

    def cell(self, number):
        return self.page.locator(VISIBLE + " .jp-CodeCell").nth(number)

    def handle(self, number=1):
        return self.cell(number - 1).locator(".noUi-handle").first

    def drag(self, handle, by, steps=12):
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for i in range(1, steps + 1):
            self.page.mouse.move(x + by * i / steps, y)
            self.page.wait_for_timeout(30)
        self.page.mouse.up()

    def pixels(self, image):
        """How many of the picture's first row are blue; None while the picture gives way to the next one."""
        return image.evaluate("""async img => {
            try { await img.decode(); } catch (changed) { return null; }
            const c = document.createElement('canvas'); c.width = img.naturalWidth; c.height = 1;
            const g = c.getContext('2d'); g.drawImage(img, 0, 0);
            const d = g.getImageData(0, 0, c.width, 1).data;
            let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i + 2] > 128 && d[i] < 128) n++;
            return n * 400 / c.width;
        }""")

    def await_pixels(self, image, test):
        for _ in range(300):
            seen = self.pixels(image)
            if seen is not None and test(seen):
                return seen
            self.page.wait_for_timeout(100)
        self.fail(f"the picture shows {seen}")

    def test_1_slider(self):
        page = self.page
        self.open("slider.ipynb")
        self.command("notebook:run-all-cells")
        image = self.cell(0).locator(".widget-image")
        expect(image).to_be_visible(timeout=LIMIT)
        self.assertAlmostEqual(200, self.await_pixels(image, lambda n: n > 0), delta=6)
        self.shot("slider-light")

        # A cell that waits is woken by a click.
        self.page.get_by_role("button", name="Press me").click()
        expect(self.cell(2)).to_contain_text("the cell went on after 1 click")
        expect(self.cell(1)).to_contain_text("pressed 1")

        self.drag(self.handle(), 35)
        moved = self.await_pixels(image, lambda n: n > 250)
        self.shot("slider-dragged")
        readout = float(self.cell(0).locator(".widget-readout").inner_text())
        self.await_pixels(image, lambda n: abs(n - 400 * readout) < 8)
        expect(self.cell(0)).to_contain_text(f"drawn for {readout:g}")
        self.measure(image)

        # An exception stands in place, and goes away.
        self.handle().press("End")
        expect(self.cell(0)).to_contain_text("too long: 1.0")
        self.shot("slider-exception")
        self.handle().press("Home")
        self.await_pixels(image, lambda n: n == 0)
        for _ in range(3):
            self.handle().press("PageUp")
        readout = float(self.cell(0).locator(".widget-readout").inner_text())
        kept = self.await_pixels(image, lambda n: n > 20 and abs(n - 400 * readout) < 8)

        # After a reload the state is there, and live.
        page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")
        self.open("slider.ipynb", reset=False)
        image = self.cell(0).locator(".widget-image")
        expect(image).to_be_visible()
        self.await_pixels(image, lambda n: abs(n - kept) < 60)
        self.shot("slider-reloaded")
        self.drag(self.handle(), 40)
        self.await_pixels(image, lambda n: n > kept + 20)

        # Dark.
        self.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
        page.wait_for_timeout(1500)
        self.shot("slider-dark")

        # A restarted kernel says what to do.
        rerun = self.cell(0).locator(".lectern-rerun")
        expect(rerun).to_be_hidden()
        page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()")
        expect(rerun).to_be_visible()
        expect(rerun).to_contain_text("Run this cell again")
        self.shot("slider-restarted")
        self.assertEqual([], self.complaints)

    def measure(self, image):
        """Time from a key on the slider to the new picture, in the page."""
        times = []
        for i in range(12):
            times.append(self.cell(0).evaluate("""async (cell, key) => {
                const image = cell.querySelector('.widget-image'), handle = cell.querySelector('.noUi-handle');
                handle.focus();
                const loaded = new Promise(r => image.addEventListener('load', r, {once: true}));
                const start = performance.now();
                handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
                await Promise.race([loaded, new Promise(r => setTimeout(r, 5000))]);
                return performance.now() - start;
            }""", "ArrowLeft" if i % 2 else "ArrowRight"))
            self.page.wait_for_timeout(700)
        times.sort()
        print(f"slider to picture: median {times[len(times) // 2]:.0f} ms, best {times[0]:.0f} ms", flush=True)

    def test_2_lesson(self):
        self.open("01-qhadam.ipynb")
        interact = self.page.locator(VISIBLE + " .jp-CodeCell", has_text="interact(").first
        self.command("notebook:run-all-cells")
        handle = interact.locator(".noUi-handle").first
        handle.wait_for(state="visible", timeout=LIMIT)
        image = interact.locator(".widget-image")
        expect(image).to_be_visible()
        expect(image).to_have_js_property("clientWidth", 300)  # not the width of the page
        before = image.get_attribute("src")
        image.scroll_into_view_if_needed()
        self.shot("lesson-light")
        self.drag(handle, -50)
        expect(image).not_to_have_attribute("src", before)
        self.page.wait_for_timeout(1000)
        image.scroll_into_view_if_needed()
        self.shot("lesson-dragged")
        self.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
        self.page.wait_for_timeout(1500)
        self.shot("lesson-dark")
        self.assertEqual([], self.complaints)

    def test_3_without_a_kernel(self):
        """A notebook from elsewhere shows its picture, not an error."""
        name = "no-kernel.ipynb"
        source = Path(os.environ["NOTEBOOKS"]) / "01-qhadam.ipynb"
        notebook = json.loads(source.read_text())
        notebook["cells"] = [c for c in notebook["cells"] if "interact(" in "".join(c["source"])]
        (self.folder / "notebooks" / name).write_text(json.dumps(notebook))
        self.open(name)
        picture = self.cell(0).locator(".jp-OutputArea img")
        expect(picture.first).to_be_visible()
        self.assertNotIn("Error displaying widget", self.cell(0).inner_text())
        self.shot("lesson-untrusted")
        self.page.evaluate("""async () => {
            const w = window.jupyterapp.shell.currentWidget; w.model.cells.forEach?.(c => c.trusted = true);
            for (const c of w.content.widgets) c.model.trusted = true;
        }""")
        self.page.wait_for_timeout(1500)
        expect(picture.first).to_be_visible()
        self.assertNotIn("Error displaying widget", self.cell(0).inner_text())
        self.shot("lesson-trusted")

    def test_4_running(self):
        """What runs is seen while it runs: prints, exceptions, what an interrupt cannot stop. Play drives a slider."""
        self.open("running.ipynb")
        self.command("notebook:run-all-cells")
        slow, linked, follower, native = (self.cell(n) for n in range(1, 5))
        expect(slow).to_contain_text("at work on 2", timeout=LIMIT)
        expect(slow.locator(".widget-slider")).to_be_visible()
        expect(slow.locator(".jp-InputPrompt")).to_contain_text("[*]")
        self.shot("running-first-call")
        for _ in range(3):
            self.handle(1).press("PageUp")
        expect(slow).to_contain_text("power 2 is done")
        self.assertEqual(1, slow.locator(".widget-slider").count())

        # A later call prints while it runs; an exception names the line.
        self.handle(2).press("End")
        expect(slow).to_contain_text("at work on 3")
        expect(slow).to_contain_text("too strong")
        expect(slow).to_contain_text("], line 5")
        self.shot("running-exception")

        # Play moves the slider beside it, in the page, and what listens to the slider follows.
        expect(linked.locator(".widget-play")).to_be_visible(timeout=LIMIT)
        linked.locator(".widget-play button").first.click()
        expect(linked.locator(".widget-readout")).not_to_have_text("0")
        linked.locator(".widget-play button").first.click()
        expect(follower).to_contain_text("at step " + linked.locator(".widget-readout").inner_text())
        self.shot("running-play")

        # What an interrupt cannot stop is named below the controls.
        expect(native).to_contain_text("0 seconds left")
        self.handle(5).press("End")
        expect(native).to_contain_text("asleep for 10")
        self.page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.interrupt()")
        expect(native.locator(".jp-OutputArea").first).to_contain_text("still running inside", timeout=LIMIT)
        self.shot("running-interrupted")

        # A cell that is run again closes the widgets that it showed before.
        before = self.widgets()
        last = int(re.search(r"\[(\d+)]", native.locator(".jp-InputPrompt").inner_text())[1])
        follower.locator(".cm-content").click()
        for i in range(3):
            self.page.keyboard.press("Control+Enter")
            expect(follower.locator(".jp-InputPrompt")).to_contain_text(f"[{last + 1 + i}]")
        self.assertEqual(before, self.widgets())
        self.assertEqual([], self.complaints)

    def widgets(self):
        """How many widgets the kernel holds."""
        return self.page.evaluate("""async () => {
            const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
            const reply = await kernel.requestCommInfo({target_name: 'jupyter.widget'});
            return Object.keys(reply.content.comms).length;
        }""")


if __name__ == "__main__":
    unittest.main()
