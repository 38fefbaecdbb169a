"""The frame of a function that runs: each variable has a slot, on the stack of the thread."""

import gc
import sys


def layout(pm):
    def area(width, height=3):
        sizes = [width, height]
        return pm.layout(sys._getframe()), sizes

    gc.collect()  # 3.10 keeps the memory of frames for others, which may need less
    return area(2000)[0]
