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
    GetScalarBar,
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
    bar = GetScalarBar(GetColorTransferFunction("spl_db"), view)
    bar.Title = "SPL [dB]"
    bar.ComponentTitle = ""
    bar.TitleColor = bar.LabelColor = [0.0, 0.0, 0.0]
    Hide(reader, view)


def width_of(reader):
    """Largest extent."""
    bounds = reader.GetDataInformation().GetBounds()
    return max(bounds[2 * axis + 1] - bounds[2 * axis] for axis in range(3))


def show_diaphragms(paths, view):
    """All diaphragms, deflected by the real parts of their displacements on one scale."""
    readers = [PVDReader(FileName=path) for path in paths]
    largest = max((largest_magnitude(reader, "displacement_re") for reader in readers), default=0.0)
    for reader in readers:
        warp = WarpByVector(Input=reader)
        warp.Vectors = ["POINTS", "displacement_re"]
        warp.ScaleFactor = DEFLECTION * max(map(width_of, readers)) / largest if largest > 0 else 1.0
        display = Show(warp, view)
        ColorBy(display, ("POINTS", "displacement_re", "Magnitude"))
        display.SetScalarBarVisibility(view, False)
        Hide(reader, view)


def look_at_section(view):
    """From the side that was cut away, the axis (z) across and to the right."""
    view.CameraFocalPoint = [0.0, 0.0, 0.0]
    view.CameraPosition = [-1.0, 0.0, 0.0]
    view.CameraViewUp = [0.0, 1.0, 0.0]
    ResetCamera(view)


def main():
    _DisableFirstRenderCameraReset()
    fields = os.path.join(os.environ.get("EARSHOT_RESULTS", "."), "fields")
    air = os.path.join(fields, "air.pvd")
    if not os.path.exists(air):
        raise RuntimeError("no %s: set EARSHOT_RESULTS to the folder of a run that wrote fields" % air)
    view = GetActiveViewOrCreate("RenderView")
    view.Background = [1.0, 1.0, 1.0]
    show_air(os.path.abspath(air), view)
    paths = sorted(glob.glob(os.path.join(fields, "diaphragm_*.pvd")))
    show_diaphragms([os.path.abspath(path) for path in paths], view)
    GetAnimationScene().UpdateAnimationUsingDataTimeSteps()
    look_at_section(view)
    Render(view)


main()
