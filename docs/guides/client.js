// A whole client for OMGSERVERS in a browser, without any library. It comes back after a lost
// connection; see other-engines.md for what it says and hears.
export class Client {
  constructor(url, handlers) {
    this.url = url;
    this.handlers = handlers; // onAssigned(kind, runtime), onMessage(message), onFast(data), onLost(problem)
    this.seen = new Set();
    this.waiting = [];
  }

  async call(operation, body = {}) {
    const response = await fetch(`${this.url}/service/v1/entrypoint/player/request/${operation}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(this.token && { Authorization: `Bearer ${this.token}` }) },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.detail), answer); // qualifier, status, title, detail
    return answer;
  }

  signUp() { return this.call("create-user"); } // { user_id, password }: keep them

  async signIn({ user_id, password }) { this.token = (await this.call("create-token", { user_id, password })).raw_token; }

  async enter(tenant, project, stage) {
    const { client_id, connector_config } = await this.call("create-client", { tenant, project, stage });
    this.clientId = client_id;
    this.connect(connector_config);
  }

  connect({ connection_url, sec_web_socket_protocol }, tries = 0) {
    const socket = new WebSocket(connection_url, sec_web_socket_protocol.split(","));
    socket.onopen = () => { tries = 0; this.socket = socket; this.waiting.splice(0).forEach(text => socket.send(text)); };
    socket.onmessage = event => this.receive(JSON.parse(event.data));
    socket.onclose = ({ code, reason }) => {
      this.socket = null;
      if (this.left || [1000, 4001, 4003].includes(code) || tries > 20) this.handlers.onLost?.({ status: code, detail: reason });
      else setTimeout(() => this.resume(tries + 1), Math.min(5000, 200 * 2 ** tries));
    };
  }

  resume(tries) { // The same client: what was sent to it meanwhile is not lost.
    this.call("resume-client", { client_id: this.clientId })
      .then(answer => this.connect(answer.connector_config, tries))
      .catch(problem => problem.status ? this.handlers.onLost?.(problem) : setTimeout(() => this.resume(tries + 1), 1000));
  }

  receive({ id, qualifier, body }) {
    if (this.seen.has(id)) return; // A message may come again after a lost connection.
    if (id) this.seen.add(id);
    if (qualifier === "RUNTIME_ASSIGNED") { this.fast?.close(); this.handlers.onAssigned?.(body.runtime_qualifier, body); }
    if (qualifier === "MESSAGE_PRODUCED") this.handlers.onMessage?.(body.message);
    if (qualifier === "CONNECTION_UPGRADED") this.openFast(body.dispatcher_config);
    if (qualifier === "CLIENT_DELETED") this.left = true;
  }

  send(message) { // To the lobby or match: any JSON.
    const text = JSON.stringify({ qualifier: "MESSAGE_PRODUCED", body: { message } });
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text); else this.waiting.push(text);
  }

  openFast({ connection_url, sec_web_socket_protocol }) {
    this.fast?.close();
    const fast = this.fast = new WebSocket(connection_url, sec_web_socket_protocol.split(","));
    fast.onmessage = event => this.fast === fast && this.handlers.onFast?.(event.data);
  }

  sendFast(data) { this.fast?.send(data); } // Text, or bytes as an ArrayBuffer.
}
