"""GStreamer's RTSP server with one camera at /cam. Arguments: digest|basic, h264|h265, name, password. Says its port."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

sign_in, codec, name, password = sys.argv[1:]
Gst.init(None)

encoders = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 bitrate=300 ! rtph264pay",
    "h265": "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=15 bitrate=300 ! rtph265pay",
}
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    "( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=180,framerate=15/1 ! "
    + encoders[codec]
    + " name=pay0 pt=96 )"
)
factory.set_shared(True)
allowed = "viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
factory.add_role_from_structure(Gst.Structure.new_from_string(allowed))

viewer = GstRtspServer.RTSPToken.new()
viewer.set_string("media.factory.role", "viewer")
auth = GstRtspServer.RTSPAuth.new()
if sign_in == "digest":
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(name, password, viewer)
else:
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(name, password), viewer)

server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service("0")
server.set_auth(auth)
server.get_mount_points().add_factory("/cam", factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
