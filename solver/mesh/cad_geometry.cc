#include "solver/mesh/cad_geometry.h"

#include "solver/mesh/cad_file.h"
#include "solver/mesh/cad_reader.h"
#include "solver/mesh/cad_size.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/mesh_generation.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <map>
#include <regex>

namespace earshot {
namespace {

/// Named volumes and surfaces of gmsh's model.
void add_groups(const CadModel &model, const CadNames &names) {
  std::map<std::pair<int, std::string>, std::vector<int>> groups;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    groups[{3, names.solids[s]}].push_back(model.solids[s].tag);
  for (std::size_t f = 0; f < model.faces.size(); ++f)
    if (!names.faces[f].empty())
      groups[{2, names.faces[f]}].push_back(model.faces[f].tag);
  for (const auto &[key, tags] : groups)
    gmsh::model::setPhysicalName(key.first, gmsh::model::addPhysicalGroup(key.first, tags), key.second);
}

/// The faces that gmsh's words name by their numbers, with their places.
std::string faces_in(const std::string &words, const CadModel &model, const CadNames &names) {
  std::string text;
  const std::regex number("surface (\\d+)");
  for (std::sregex_iterator match(words.begin(), words.end(), number), end; match != end; ++match)
    for (std::size_t f = 0; f < model.faces.size(); ++f)
      if (std::to_string(model.faces[f].tag) == (*match)[1].str())
        text += "; " + describe_face(model, names, static_cast<int>(f));
  return text;
}

} // namespace

CadInspection inspect_cad(const CadConfig &cad, const PlacedBodies &bodies) {
  const GmshSession gmsh;
  CadInspection inspection{read_cad_model(cad, gmsh, bodies), {}};
  inspection.names = name_cad(inspection.model, cad);
  return inspection;
}

std::string describe_cad_model(const CadInspection &inspection) {
  const auto &[model, names] = inspection;
  const Box box = model.box();
  std::string text = fmt::format("Geometry: {} solids, {} faces, from {} to {}\n", model.solids.size(),
                                 model.faces.size(), shown_point(box.low), shown_point(box.high));
  for (const std::string &note : model.notes)
    text += "  " + note + "\n";
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    text += "  " + describe_solid(model, names, static_cast<int>(s)) + "\n";
  for (std::size_t f = 0; f < model.faces.size(); ++f)
    text += "  " + describe_face(model, names, static_cast<int>(f)) + "\n";
  return text;
}

TetrahedralMesh mesh_cad(const Case &config, const std::set<std::string> &jumps,
                         const MeshRefinement &refinement) {
  const CadConfig &cad = config.geometry->cad;
  const Located<std::string> &file = *cad.file();
  const GmshSession gmsh;
  const CadModel model = read_cad_model(cad, gmsh, placed_bodies(config));
  const CadNames names = name_cad(model, cad);
  if (!names.faults.empty())
    throw UserError(names.faults);
  gmsh.run("naming the parts of " + file.value, [&] { add_groups(model, names); });
  try {
    TetrahedralMesh mesh =
        generate_tetrahedra(gmsh, refined(cad_sizes(model, names, jumps, config.mesh), refinement, cad_unit),
                            config.mesh.curved, cad_unit, file.value);
    mesh.notes = model.notes;
    return mesh;
  } catch (const UserError &error) {
    if (!error.diagnostics().front().where.file.empty())
      throw;
    throw UserError(file.where, error.what() + faces_in(error.what(), model, names));
  }
}

} // namespace earshot
