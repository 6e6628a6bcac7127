#ifndef EARSHOT_POSTPROCESS_FIELD_DATA_H
#define EARSHOT_POSTPROCESS_FIELD_DATA_H

#include <vtkNew.h>
#include <vtkPolyData.h>
#include <vtkUnstructuredGrid.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// Axis that the plane of a picture is normal to.
enum class PlaneNormal { x, y, z };

/// Pressure on a plane through the air; lengths in mm, turned so that the plane is normal to x.
struct AirSection {
  vtkNew<vtkPolyData> plane;   ///< with point data "spl_db" and "pressure" [Pa], see `read_air_section`
  vtkNew<vtkPolyData> outline; ///< where walls, and surfaces across which the pressure jumps, meet the plane
  double frequency_hz = 0;     ///< of the file that was read
  PlaneNormal normal = PlaneNormal::x; ///< what lies along x now
  double place = 0; ///< of the plane along its normal [mm]: 0, or the nearest inside of the air
};

/// A diaphragm on the same plane.
struct DiaphragmSection {
  vtkNew<vtkPolyData> at_rest, deflected;
};

/// Diaphragms of one run at the same instant and scale, so that their motions can be compared.
struct DiaphragmSections {
  std::vector<std::unique_ptr<DiaphragmSection>> diaphragms;
  double enlargement = 0; ///< of the drawn deflections; 0: there is no diaphragm
};

/// The field of <fields>/air.pvd nearest to a frequency. "pressure" is the instantaneous one (peak amplitude)
/// when the pressure is largest somewhere. UserError when files or arrays are missing.
/// @param normal without it, that of the plane with the largest section of the air
void read_air_section(const std::filesystem::path &fields, double frequency_hz,
                      std::optional<PlaneNormal> normal, AirSection &section);

/// All diaphragms at the instant of the largest deflection of any, which is drawn `height` [mm] high.
DiaphragmSections read_diaphragm_sections(const std::filesystem::path &fields, const AirSection &air,
                                          double height);

/// Reads the field of a .pvd nearest to a frequency, lengths turned to mm. @return its frequency [Hz]
double read_nearest_field(const std::filesystem::path &pvd, double frequency_hz, vtkUnstructuredGrid &grid);

/// Point data of a field file. UserError when it is missing or has another number of components.
vtkDataArray &point_array(vtkUnstructuredGrid &grid, const std::string &name, int components);

/// The diaphragm_*.pvd in a folder of fields, by name.
std::vector<std::filesystem::path> diaphragm_series(const std::filesystem::path &fields);

} // namespace earshot

#endif
