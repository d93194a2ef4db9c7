"""Draws a described scene as a 64x64 picture (numpy and Pillow, antialiased, no randomness)."""

import numpy as np
from PIL import Image

from training.demo_model.canvas import SIZE, Canvas, Field
from training.demo_model.creatures import draw_creature
from training.demo_model.objects import draw_mug, draw_shape
from training.demo_model.scenes import COLOURS, Creature, Mug, Scene

# 4 pixels at the usual size: thinner features are lost in the autoencoder.
RIM_WIDTH = 0.14


def rgb(name: str) -> Field:
    return np.array(COLOURS[name], dtype=np.float32) / 255


def draw(scene: Scene) -> Image.Image:
    pixels = np.rint(np.clip(draw_array(scene), 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(pixels)


def draw_array(scene: Scene) -> Field:
    """The picture as float32 (SIZE, SIZE, 3) in [0, 1]."""
    canvas = Canvas(centre=(scene.x, scene.y), scale=0.92 * scene.size)
    outline = 0.5 if scene.medium == "photo" else 1.0
    if scene.rim is not None:
        outline *= 0.6
    subject = scene.subject
    if isinstance(subject, Creature):
        draw_creature(canvas, subject, fur=rgb(subject.fur), eyes=rgb(subject.eyes), edge=outline)
    elif isinstance(subject, Mug):
        draw_mug(
            canvas,
            subject,
            colour=rgb(subject.colour),
            emblem=rgb(subject.emblem_colour),
            edge=outline,
        )
    else:
        draw_shape(canvas, subject, colour=rgb(subject.colour), edge=outline)
    picture = canvas.rgb
    if scene.split:
        picture = _two_tones(canvas)
    elif scene.medium == "photo":
        picture = _soft_light(canvas)
    return _on_background(canvas, picture, scene)


def _soft_light(canvas: Canvas) -> Field:
    light = 1.04 - 0.16 * (canvas.x + canvas.y + 0.2)
    return canvas.rgb * np.clip(light, 0.8, 1.2)[..., None]


def _two_tones(canvas: Canvas) -> Field:
    """Left of a steep diagonal lighter, right of it darker: two flat halves."""
    right = canvas.cover(-(canvas.x + 0.35 * canvas.y))[..., None]
    light = canvas.rgb + 0.32 * (1 - canvas.rgb)
    return light + right * (canvas.rgb * 0.62 - light)


def _on_background(canvas: Canvas, picture: Field, scene: Scene) -> Field:
    result = np.broadcast_to(rgb(scene.background), (SIZE, SIZE, 3)).copy()
    if scene.rim is not None:
        rim = canvas.cover(canvas.silhouette - RIM_WIDTH)[..., None]
        result += rim * (rgb(scene.rim) - result)
    share = canvas.cover(canvas.silhouette)[..., None]
    return result + share * (picture - result)
