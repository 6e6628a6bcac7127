"""Opens the fields of a run in ParaView: the air by level, cut at x = 0, and each diaphragm, deflected.

    paraview --script=postprocess/paraview_view.py          (asks nothing: reads ./fields or EARSHOT_RESULTS)
    EARSHOT_RESULTS=results/single_dynamic paraview --script=postprocess/paraview_view.py

ParaView's time is the frequency in Hz.
"""

import glob
import os

from paraview.simple import (
    Clip,
    ColorBy,
    GetActiveViewOrCreate,
    GetAnimationScene,
    GetColorTransferFunction,
    Hide,
    PVDReader,
    Render,
    ResetCamera,
    Show,
    WarpByVector,
    _DisableFirstRenderCameraReset,
)

DEFLECTION = 0.1  # largest drawn deflection, as a share of the diaphragm's width


def largest_magnitude(reader, name):
    """Largest length of a point vector over all frequencies."""
    largest = 0.0
    for frequency in reader.TimestepValues:
        reader.UpdatePipeline(frequency)
        array = reader.GetPointDataInformation().GetArray(name)
        if array is None:
            raise RuntimeError("no point data '%s' in %s" % (name, reader.FileName))
        largest = max(largest, max(abs(bound) for bound in array.GetRange(-1)))
    return largest


def show_air(path, view):
    """The half x > 0 of the air, coloured by level."""
    reader = PVDReader(FileName=path)
    reader.UpdatePipeline(list(reader.TimestepValues)[0])
    clip = Clip(Input=reader)
    clip.ClipType = "Plane"
    clip.ClipType.Origin = [0.0, 0.0, 0.0]
    clip.ClipType.Normal = [1.0, 0.0, 0.0]
    clip.Invert = 0
    display = Show(clip, view)
    ColorBy(display, ("POINTS", "spl_db"))
    GetColorTransferFunction("spl_db").ApplyPreset("Viridis (matplotlib)", True)
    display.RescaleTransferFunctionToDataRange(False, True)
    display.SetScalarBarVisibility(view, True)
    Hide(reader, view)


def show_diaphragm(path, view):
    """One diaphragm, deflected by the real part of its displacement."""
    reader = PVDReader(FileName=path)
    largest = largest_magnitude(reader, "displacement_re")
    bounds = reader.GetDataInformation().GetBounds()
    width = max(bounds[2 * axis + 1] - bounds[2 * axis] for axis in range(3))
    warp = WarpByVector(Input=reader)
    warp.Vectors = ["POINTS", "displacement_re"]
    warp.ScaleFactor = DEFLECTION * width / largest if largest > 0 else 1.0
    display = Show(warp, view)
    ColorBy(display, ("POINTS", "displacement_re", "Magnitude"))
    Hide(reader, view)


def main():
    _DisableFirstRenderCameraReset()
    fields = os.path.join(os.environ.get("EARSHOT_RESULTS", "."), "fields")
    air = os.path.join(fields, "air.pvd")
    if not os.path.exists(air):
        raise RuntimeError("no %s: set EARSHOT_RESULTS to the folder of a run that wrote fields" % air)
    view = GetActiveViewOrCreate("RenderView")
    view.Background = [1.0, 1.0, 1.0]
    show_air(os.path.abspath(air), view)
    for path in sorted(glob.glob(os.path.join(fields, "diaphragm_*.pvd"))):
        show_diaphragm(os.path.abspath(path), view)
    GetAnimationScene().UpdateAnimationUsingDataTimeSteps()
    ResetCamera(view)
    Render(view)


main()
