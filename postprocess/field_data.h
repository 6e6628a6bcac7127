#ifndef EARSHOT_POSTPROCESS_FIELD_DATA_H
#define EARSHOT_POSTPROCESS_FIELD_DATA_H

#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkUnstructuredGrid.h>

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// Pressure on a plane x = const through the air; lengths in mm.
struct AirSection {
  vtkNew<vtkPolyData> plane;   ///< with point data "spl_db" and "pressure" [Pa], see `read_air_section`
  vtkNew<vtkPolyData> outline; ///< where walls, and surfaces across which the pressure jumps, meet the plane
  double frequency_hz = 0;     ///< of the file that was read
  double x = 0;                ///< of the plane [mm]: 0, or the nearest inside of the air
};

/// A diaphragm on the same plane.
struct DiaphragmSection {
  vtkNew<vtkPolyData> at_rest, deflected;
  double enlargement = 1; ///< of the drawn deflection
};

/// The field of <directory>/fields/air.pvd nearest to a frequency. "pressure" is the instantaneous one (peak
/// amplitude) when the pressure is largest somewhere. UserError when files or arrays are missing.
void read_air_section(const std::filesystem::path &directory, double frequency_hz, AirSection &section);

/// One diaphragm's .pvd, at the instant of its largest deflection, drawn `height` [mm] high.
void read_diaphragm_section(const std::filesystem::path &pvd, const AirSection &air, double height,
                            DiaphragmSection &section);

/// Reads the field of a .pvd nearest to a frequency, lengths turned to mm. @return its frequency [Hz]
double read_nearest_field(const std::filesystem::path &pvd, double frequency_hz, vtkUnstructuredGrid &grid);

/// Point data of a field file. UserError when it is missing or has another number of components.
vtkDataArray &point_array(vtkUnstructuredGrid &grid, const std::string &name, int components);

/// The diaphragm_*.pvd in <directory>/fields, by name.
std::vector<std::filesystem::path> diaphragm_series(const std::filesystem::path &directory);

} // namespace earshot

#endif
