"""An RTSP server of many cameras on Debian's GStreamer; test/lab/cameras/rtsp/rtsp-lab.ts starts and drives it.

It takes one JSON object a line on stdin, answers each on stdout, and ends with stdin. Pictures come encoded from a
file (clips.ts) and are pushed by one thread, so that 64 streams cost next to nothing. Which frame is due is a matter
of the wall clock alone: what the picture shows tells when it was sent.
"""

import json
import os
import socket
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

from frames import Pusher, Sound, Stream, clip_of, now  # noqa: E402

Gst.init(None)

VIDEO = {
    "h264": "video/x-h264,stream-format=byte-stream,alignment=au ! rtph264pay name=pay0 pt=96",
    "hevc": "video/x-h265,stream-format=byte-stream,alignment=au ! rtph265pay name=pay0 pt=96",
    "mjpeg": "image/jpeg,width={width},height={height} ! rtpjpegpay name=pay0 pt=26",
}
AUDIO = {
    "pcm_alaw": "audio/x-alaw,rate=8000,channels=1 ! rtppcmapay name=pay1 pt=8",
    "pcm_mulaw": "audio/x-mulaw,rate=8000,channels=1 ! rtppcmupay name=pay1 pt=0",
    "g726": "audio/x-adpcm,layout=g726,bitrate=32000,rate=8000,channels=1 ! rtpg726pay name=pay1 pt=98",
    "opus": "audio/x-opus,channel-mapping-family=0,rate=48000,channels=1 ! rtpopuspay name=pay1 pt=99",
    "aac": "audio/mpeg,mpegversion=4,stream-format=adts,framed=true ! aacparse ! rtpmp4gpay name=pay1 pt=97",
}


class Host:
    """One address and port: a camera's RTSP side."""

    def __init__(self, request):
        self.server = GstRtspServer.RTSPServer()
        self.address, self.port = request["address"], request["port"]
        self.streams = {}
        self.clients = 0
        self.source = None
        self.deaf = None
        account = request.get("account")
        self.permissions = None
        if account:
            auth = GstRtspServer.RTSPAuth()
            auth.set_realm(request["realm"])
            token = GstRtspServer.RTSPToken()
            token.set_string("media.factory.role", "viewer")
            if request["auth"] == "basic":
                basic = GstRtspServer.RTSPAuth.make_basic(account["username"], account["password"])
                auth.add_basic(basic, token)
            else:
                auth.set_supported_methods(2)  # GST_RTSP_AUTH_DIGEST
                auth.add_digest(account["username"], account["password"], token)
            self.server.set_auth(auth)
            self.permissions = GstRtspServer.RTSPPermissions()
            self.permissions.add_permission_for_role("viewer", "media.factory.access", True)
            self.permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        self.server.connect("client-connected", self.met)
        self.accept()

    def met(self, _server, client):
        self.clients += 1
        client.connect("closed", self.left)

    def left(self, _client):
        self.clients -= 1

    def accept(self):
        if self.deaf:
            self.deaf.close()
            self.deaf = None
        if self.source:
            return
        self.server.set_address(self.address)
        self.server.set_service(str(self.port))
        self.source = self.server.attach(None)
        if not self.source:
            raise OSError(f"cannot listen on {self.address}:{self.port}")
        self.port = self.server.get_bound_port()

    def refuse(self):
        """Nobody listens any more, and who was there is dropped."""
        if self.source:
            GLib.Source.remove(self.source)
            self.source = None
        self.reset()

    def hang(self):
        """Connections are taken and nothing is ever answered."""
        self.refuse()
        self.deaf = socket.socket(socket.AF_INET6 if ":" in self.address else socket.AF_INET)
        self.deaf.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.deaf.bind((self.address, self.port))
        self.deaf.listen(16)

    def reset(self):
        self.server.client_filter(lambda _server, client: (client.close(), GstRtspServer.RTSPFilterResult.REMOVE)[1])

    def add(self, path, stream):
        launch = f"( appsrc name=video is-live=true format=time max-bytes=0 caps={VIDEO[stream.clip.codec].format(**stream.clip.size)}"
        if stream.sound:
            launch += f" appsrc name=audio is-live=true format=time max-bytes=0 caps={AUDIO[stream.sound.codec]}"
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(launch + " )")
        factory.set_shared(True)
        factory.set_latency(0)
        if self.permissions:
            factory.set_permissions(self.permissions)
        factory.connect("media-configure", stream.configure)
        self.streams[path] = stream
        self.server.get_mount_points().add_factory(path, factory)


PUSHER = Pusher()
HOSTS = {}


def obey(request):
    """Does what is asked and returns what is answered."""
    verb = request["do"]
    if verb == "host":
        host = HOSTS[request["host"]] = Host(request)
        return {"port": host.port}
    host = HOSTS[request["host"]]
    if verb in ("accept", "refuse", "hang", "reset"):
        getattr(host, verb)()
        return {}
    if verb == "count":
        return {"clients": host.clients, "playing": sum(1 for one in host.streams.values() if one.media)}
    path = request["path"]
    if verb == "stream":
        sound = Sound(request["audio"], request["sound"]) if request.get("sound") else None
        host.add(path, Stream(clip_of(request["clip"]), sound, request["phase"], PUSHER))
        return {}
    stream = host.streams[path]
    if verb == "stall":
        stream.stalled = request["on"]
    elif verb == "no-key":
        stream.no_key_until = now() + request["seconds"]
    elif verb == "clip":
        stream.next_clip = clip_of(request["clip"])
        if not stream.media:
            stream.clip, stream.next_clip = stream.next_clip, None
    elif verb == "remove":
        host.server.get_mount_points().remove_factory(path)
        del host.streams[path]
    return {}


def read_requests(loop):
    for line in sys.stdin:
        GLib.idle_add(answer, json.loads(line))
    loop.quit()


def answer(request):
    try:
        reply = obey(request)
    except Exception as error:  # told to the test, which fails
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"id": request["id"], **reply}), flush=True)
    return False


def end(failure):
    """A server without its pictures would only look as if it ran."""
    sys.__excepthook__(failure.exc_type, failure.exc_value, failure.exc_traceback)
    os._exit(1)


if __name__ == "__main__":
    threading.excepthook = end
    main = GLib.MainLoop()
    PUSHER.start()
    threading.Thread(target=read_requests, args=(main,), daemon=True).start()
    main.run()
