// Opened from a file, a browser starts no worker: the search of the site then runs in a hidden frame of the page.
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      this.frame.answer = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.ready = new Promise((resolve) => this.frame.addEventListener("load", resolve));
      const inside = this.frame.contentDocument;
      inside.open();
      inside.write("<body><script>postMessage = (data) => frameElement.answer(data)</" + "script>");
      inside.write(`<script src="${url}"></` + "script></body>");
      inside.close();
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }
    terminate() {
      this.frame.remove();
    }
  };
}
