"""An RTSP server that takes pushed H.264 (ANNOUNCE, RECORD) behind digest authentication, into a file.

usage: PASSWORD=… rtsp-receiver.py PORT USER FILE
"""
import os
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

port, user, path = sys.argv[1:4]
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)

auth = GstRtspServer.RTSPAuth()
auth.set_supported_methods(2)  # GST_RTSP_AUTH_DIGEST
token = GstRtspServer.RTSPToken()
token.set_string("media.factory.role", "sender")
auth.add_digest(user, os.environ["PASSWORD"], token)
server.set_auth(auth)

factory = GstRtspServer.RTSPMediaFactory()
factory.set_transport_mode(GstRtspServer.RTSPTransportMode.RECORD)
factory.set_launch(f"( rtph264depay name=depay0 ! video/x-h264,stream-format=byte-stream,alignment=nal ! filesink location={path} buffer-mode=unbuffered )")
permissions = GstRtspServer.RTSPPermissions()
permissions.add_permission_for_role("sender", "media.factory.access", True)
permissions.add_permission_for_role("sender", "media.factory.construct", True)
factory.set_permissions(permissions)
server.get_mount_points().add_factory("/xa/cong", factory)
server.attach(None)
print("up", flush=True)
GLib.MainLoop().run()
