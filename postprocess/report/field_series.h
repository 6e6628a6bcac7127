#ifndef EARSHOT_POSTPROCESS_REPORT_FIELD_SERIES_H
#define EARSHOT_POSTPROCESS_REPORT_FIELD_SERIES_H

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>

namespace earshot {

/// The fields that a .pvd lists, as a page takes them: `name`, `cell` (tetrahedron or quadrilateral),
/// `nodes_mm`, `cells`, `nodes_per_cell`, `written` (how many there are) and `steps`, each with
/// `frequency_hz`, `re` and `im` of the pressure [Pa] or the displacement [m], RMS. Where all would take more
/// than about `budget` bytes, `steps` are evenly chosen; the corners alone stand for second-order cells of
/// large meshes.
/// @return nothing when the file lists no field, or the mesh alone is beyond the budget
/// @throws UserError when a file or an array is missing
std::optional<nlohmann::ordered_json> packed_fields(const std::filesystem::path &pvd, std::size_t budget);

} // namespace earshot

#endif
