#ifndef EARSHOT_POSTPROCESS_SHELL_SHAPE_H
#define EARSHOT_POSTPROCESS_SHELL_SHAPE_H

#include "postprocess/style.h"

#include <vtkPolyData.h>
#include <vtkRenderer.h>
#include <vtkUnstructuredGrid.h>

#include <string>

namespace earshot {

/// A diaphragm of a field file at one instant; lengths in mm.
struct ShellShape {
  vtkNew<vtkPolyData> surface; ///< deflected, with the point data "normal" (displacement along the normal)
  vtkNew<vtkPolyData> nodal_lines; ///< where it is zero, unless most motion is within the surface
  double reach = 0;                ///< drawn height of the deflection [mm]: of the colours' ends
};

/// The real part of turn * displacement, turn = exp(i phase), drawn `height` [mm] high where |u| is largest.
/// @param grid  with the point data <prefix>displacement_re, _im UserError when they are missing
void deflect(vtkUnstructuredGrid &grid, const std::string &prefix, double phase, double height,
             ShellShape &shape);

/// Adds surface and nodal lines, seen from obliquely in front.
void add_shell(vtkRenderer &renderer, const ShellShape &shape);

/// Extent of a grid [mm], the diagonal of its box.
double extent(vtkUnstructuredGrid &grid);

} // namespace earshot

#endif
