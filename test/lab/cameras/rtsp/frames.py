"""The frames of a stream: read from files that clips.ts has made, sent when they are due."""

import heapq
import json
import threading
import time

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

# The wall clock as it was at the start: a step of it must not stop the pictures.
WALL = time.time() - time.monotonic()


def now():
    return time.monotonic() + WALL


CLIPS = {}


def clip_of(folder):
    """Streams of the same picture share its frames."""
    if folder not in CLIPS:
        CLIPS[folder] = Clip(folder)
    return CLIPS[folder]


class Clip:
    """The encoded frames of one file, which are sent over and over."""

    def __init__(self, folder):
        with open(f"{folder}/video", "rb") as file:
            data = file.read()
        with open(f"{folder}/index.json", encoding="utf-8") as file:
            index = json.load(file)
        self.codec, self.fps = index["codec"], index["fps"]
        self.size = {"width": index.get("width"), "height": index.get("height")}
        self.frames, at = [], 0
        for size, pts, key in index["frames"]:
            self.frames.append((Gst.Buffer.new_wrapped(data[at : at + size]), size, pts, key))
            at += size
        # A receiver that comes between two key frames is told the parameters at once, as by a camera.
        self.parameters = parameter_sets(data, self.codec)
        # Frames that refer to later ones are shown after they were sent; RTP knows the time of showing only.
        self.delay = max(0, max(i - pts for i, (_, _, pts, _) in enumerate(self.frames)))


def parameter_sets(data, codec):
    """SPS and PPS (VPS too with H.265) of the first key frame, with start codes."""
    found = []
    for nal in data[: 1 << 16].split(b"\0\0\1")[1:]:
        kind = nal[0] & 0x1F if codec == "h264" else nal[0] >> 1 & 0x3F
        if kind in ((7, 8) if codec == "h264" else (32, 33, 34)):
            found.append(b"\0\0\0\1" + nal.rstrip(b"\0"))
        elif kind < (6 if codec == "h264" else 32):
            break
    return b"".join(found)


# Bytes and seconds of a piece; an ADTS frame says its own length and has 1024 samples.
PIECES = {
    "pcm_alaw": (320, 0.04),
    "pcm_mulaw": (320, 0.04),
    "g726": (160, 0.04),
    "opus": (80, 0.02),
    "aac": (None, 1024 / 16_000),
}


class Sound:
    """Encoded sound of one file, cut into what belongs to each moment."""

    def __init__(self, codec, path):
        self.codec = codec
        with open(path, "rb") as file:
            data = file.read()
        self.pieces, at = [], 0
        fixed, self.seconds = PIECES[codec]
        while at + 7 < len(data):
            size = fixed or (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
            self.pieces.append(data[at : at + size])
            at += size


class Stream:
    """One path of a host. `media` is what is played of it now: shared by all who watch."""

    def __init__(self, clip, sound, phase, pusher):
        self.clip, self.sound, self.phase, self.pusher = clip, sound, phase, pusher
        self.next_clip = None
        self.stalled = False
        self.no_key_until = 0.0
        self.media = None

    def number(self, at):
        """Of the frame that is due at that moment."""
        return int((at - self.phase) * self.clip.fps)

    def configure(self, _factory, media):
        pipeline = media.get_element()
        self.media = playing = Playing(self, pipeline.get_by_name("video"), pipeline.get_by_name("audio"))
        media.connect("unprepared", self.ended, playing)
        self.pusher.add(playing)

    def ended(self, _media, playing):
        playing.ended = True
        if self.media is playing:
            self.media = None


class Playing:
    """The state of one run of a stream."""

    def __init__(self, stream, video, audio):
        self.stream, self.video, self.audio = stream, video, audio
        self.ended = False
        self.first = True
        self.began = now()
        self.frame = stream.number(self.began) + 1
        self.pieces = 0

    def due(self):
        return self.frame / self.stream.clip.fps + self.stream.phase

    def push(self):
        """Sends the frame that is due, and the sound up to it."""
        stream = self.stream
        clip = stream.clip
        if stream.next_clip and clip.frames[self.frame % len(clip.frames)][3]:
            # Of the same frame rate: the numbers go on.
            clip = stream.clip = stream.next_clip
            stream.next_clip = None
        index = self.frame % len(clip.frames)
        buffer, size, pts, key = clip.frames[index]
        since = self.due() - self.began
        if not stream.stalled and not (key and self.due() < stream.no_key_until):
            if self.first and not key:
                sent = Gst.Buffer.new_wrapped(clip.parameters + buffer.extract_dup(0, size))
            else:
                sent = buffer.copy_region(Gst.BufferCopyFlags.MEMORY, 0, size)
            self.first = False
            sent.dts = int(since * Gst.SECOND)
            sent.pts = int((since + (pts - index + clip.delay) / clip.fps) * Gst.SECOND)
            self.video.emit("push-buffer", sent)
        self.frame += 1
        if self.audio:
            self.push_sound(since)

    def push_sound(self, until):
        sound = self.stream.sound
        while self.pieces * sound.seconds <= until:
            if not self.stream.stalled:
                sent = Gst.Buffer.new_wrapped(sound.pieces[self.pieces % len(sound.pieces)])
                sent.pts = int(self.pieces * sound.seconds * Gst.SECOND)
                sent.duration = int(sound.seconds * Gst.SECOND)
                self.audio.emit("push-buffer", sent)
            self.pieces += 1


class Pusher(threading.Thread):
    """Sends every frame of every stream when it is due."""

    def __init__(self):
        super().__init__(daemon=True)
        self.changed = threading.Condition()
        self.queue = []
        self.count = 0

    def add(self, playing):
        with self.changed:
            self.count += 1
            heapq.heappush(self.queue, (playing.due(), self.count, playing))
            self.changed.notify()

    def run(self):
        while True:
            with self.changed:
                while not self.queue:
                    self.changed.wait()
                wait = self.queue[0][0] - now()
                if wait > 0:
                    self.changed.wait(wait)
                    continue
                _, _, playing = heapq.heappop(self.queue)
            if playing.ended:
                continue
            playing.push()
            self.add(playing)
