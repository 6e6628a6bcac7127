#include "solver/mesh/cad_reader.h"

#include "solver/mesh/cad_bodies.h"
#include "solver/mesh/cad_file.h"
#include "solver/mesh/cad_parts.h"
#include "solver/mesh/child_process.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <map>
#include <unordered_map>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

/// Facets span this part of the model at most, and this part of a turn.
constexpr double facets_across = 30, facets_per_turn = 16;

Vector3 centre_of(int dimension, int tag) {
  double x, y, z;
  occ::getCenterOfMass(dimension, tag, x, y, z);
  return cad_unit * Vector3{x, y, z};
}

double measure_of(int dimension, int tag) {
  double measure;
  occ::getMass(dimension, tag, measure);
  return measure * std::pow(cad_unit, dimension);
}

std::vector<int> tags_of(int dimension) {
  gmsh::vectorpair entities;
  gmsh::model::getEntities(entities, dimension);
  std::vector<int> tags;
  for (const auto &entity : entities)
    tags.push_back(entity.second);
  return tags;
}

/// The last part of "Shapes/<assembly>/<part>"; empty for what OpenCASCADE calls nameless ones.
std::string name_in_file(int dimension, int tag) {
  std::string path;
  gmsh::model::getEntityName(dimension, tag, path);
  const std::string name = path.substr(path.find_last_of('/') + 1);
  const bool says_nothing =
      name.find("Open CASCADE") != std::string::npos ||
      std::none_of(name.begin(), name.end(), [](unsigned char letter) { return std::isalpha(letter) != 0; });
  return says_nothing ? "" : name;
}

/// Joins the solids at their common faces. @return the name in the file of each solid that there is then
std::map<int, std::string> join_solids(const Located<std::string> &file) {
  std::map<int, std::string> names;
  gmsh::vectorpair solids;
  for (const int tag : tags_of(3)) {
    solids.emplace_back(3, tag);
    names[tag] = name_in_file(3, tag);
  }
  if (solids.size() < 2)
    return names;
  gmsh::vectorpair all;
  std::vector<gmsh::vectorpair> pieces;
  occ::fragment({solids.front()}, {solids.begin() + 1, solids.end()}, all, pieces);
  std::map<int, std::size_t> owner;
  std::map<int, std::string> joined;
  for (std::size_t i = 0; i < solids.size(); ++i)
    for (const auto &[dimension, tag] : pieces[i]) {
      const auto [known, is_new] = owner.try_emplace(tag, i);
      if (!is_new) {
        const auto shown = [&](std::size_t k) {
          const std::string &name = names[solids[k].second];
          return fmt::format("solid {}{}", solids[k].second, name.empty() ? "" : " (" + name + ")");
        };
        throw UserError(
            file.where,
            fmt::format("{}: {} and {} overlap by {:.4g} mm3 about {}; pieces of air may touch, not "
                        "overlap",
                        file.value, shown(known->second), shown(i), 1e9 * measure_of(3, tag),
                        shown_point(centre_of(3, tag))));
      }
      joined[tag] = names[solids[i].second];
    }
  occ::synchronize();
  return joined;
}

std::vector<NamedPlace> named_faces() {
  std::vector<NamedPlace> places;
  for (const int tag : tags_of(2))
    if (const std::string name = name_in_file(2, tag); !name.empty())
      places.push_back(named_place(name, tag));
  return places;
}

std::string name_of_face(const CadFace &face, const std::vector<NamedPlace> &places) {
  constexpr double same = 1e-6;
  for (const NamedPlace &place : places)
    if (std::abs(place.area - face.area) < same * face.area &&
        norm(place.centre - face.centre) < same * std::sqrt(face.area))
      return place.name;
  return "";
}

void set_facet_sizes() {
  double x0, y0, z0, x1, y1, z1;
  gmsh::model::getBoundingBox(-1, -1, x0, y0, z0, x1, y1, z1);
  const double size = norm(Vector3{x1 - x0, y1 - y0, z1 - z0}) / facets_across;
  constexpr double finest = 0.05; // of the largest: small fillets would get most of the triangles
  gmsh::option::setNumber("Mesh.MeshSizeMax", size);
  gmsh::option::setNumber("Mesh.MeshSizeMin", finest * size);
  gmsh::option::setNumber("Mesh.MeshSizeFromCurvature", facets_per_turn);
  gmsh::option::setNumber("Mesh.MeshSizeExtendFromBoundary", 0);
  gmsh::option::setNumber("Mesh.MeshSizeFromPoints", 0);
  gmsh::option::setNumber("Mesh.Algorithm", 6); // frontal Delaunay
}

/// Points and triangles of faces by gmsh's mesh, as numbers one after another.
std::string packed_facets(const std::vector<CadFace> &faces) {
  std::vector<std::size_t> nodes;
  std::vector<double> x, unused, numbers;
  gmsh::model::mesh::getNodes(nodes, x, unused);
  std::unordered_map<std::size_t, double> number;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (number.try_emplace(nodes[i], static_cast<double>(number.size())).second)
      for (std::size_t d = 0; d < 3; ++d)
        numbers.push_back(cad_unit * x[3 * i + d]);
  numbers.insert(numbers.begin(), static_cast<double>(number.size()));
  for (const CadFace &face : faces) {
    constexpr int gmsh_triangle = 2;
    std::vector<std::size_t> elements, corners;
    gmsh::model::mesh::getElementsByType(gmsh_triangle, elements, corners, face.tag);
    numbers.push_back(static_cast<double>(corners.size()));
    for (const std::size_t corner : corners)
      numbers.push_back(number.at(corner));
  }
  return {reinterpret_cast<const char *>(numbers.data()), sizeof(double) * numbers.size()};
}

void unpack_facets(const std::string &bytes, CadModel &model) {
  std::vector<double> numbers(bytes.size() / sizeof(double));
  std::memcpy(numbers.data(), bytes.data(), sizeof(double) * numbers.size());
  auto next = numbers.begin();
  for (auto points = static_cast<std::size_t>(*next++); points > 0; --points, next += 3)
    model.points.push_back({next[0], next[1], next[2]});
  for (CadFace &face : model.faces)
    for (auto corners = static_cast<std::size_t>(*next++); corners > 0; corners -= 3, next += 3)
      face.facets.push_back(
          {static_cast<int>(next[0]), static_cast<int>(next[1]), static_cast<int>(next[2])});
}

/// Triangles of every face, found in another process: gmsh 4.8 crashes on some. @throws UserError naming
/// those that gmsh can't mesh
void make_facets(const Located<std::string> &file, CadModel &model) {
  constexpr unsigned int longest = 900; // [s]
  set_facet_sizes();
  const ChildOutcome outcome = in_child_process(longest, [&] {
    GmshSession::mesh_as_far_as_possible(2); // the faces that have no triangles say which
    return packed_facets(model.faces);
  });
  if (outcome.ending != ChildOutcome::Ending::done || outcome.bytes.empty())
    throw UserError(file.where,
                    fmt::format("{}: gmsh {} the faces; simplify the file, or let geometry.heal remove small "
                                "edges and faces",
                                file.value,
                                outcome.ending == ChildOutcome::Ending::too_long
                                    ? fmt::format("still meshes after {} s", longest)
                                    : "ends where it meshes"));
  unpack_facets(outcome.bytes, model);
  std::vector<Diagnostic> diagnostics;
  for (const CadFace &face : model.faces)
    if (face.facets.empty())
      diagnostics.push_back(
          {file.where,
           fmt::format("{}: face {} can't be meshed: {:.4g} mm2, about {:.2g} mm across, about {}; "
                       "mend the file there, or let geometry.heal remove what is smaller",
                       file.value, face.tag, 1e6 * face.area, 1e3 * std::sqrt(face.area),
                       shown_point(face.centre))});
  if (!diagnostics.empty())
    throw UserError(diagnostics);
}

void add_boxes_and_normals(CadModel &model) {
  for (CadFace &face : model.faces) {
    Vector3 sum{};
    double area = 0;
    for (const auto &[a, b, c] : face.facets) {
      const Vector3 normal = cross(model.points[b] - model.points[a], model.points[c] - model.points[a]);
      sum = sum + normal;
      area += norm(normal);
      for (const int point : {a, b, c})
        face.box.include(model.points[point]);
    }
    face.normal = (area > 0 ? 1 / area : 0.0) * sum;
  }
  for (CadSolid &solid : model.solids)
    for (const int face : solid.faces) {
      solid.box.include(model.faces[face].box.low);
      solid.box.include(model.faces[face].box.high);
    }
  for (CadFace &face : model.faces) { // turned out of the first solid
    const auto &[a, b, c] = face.facets.front();
    const Vector3 &p = model.points[a], &q = model.points[b], &r = model.points[c];
    const Vector3 normal = cross(q - p, r - p);
    const double step = 1e-3 / std::sqrt(norm(normal)); // so that it is a thousandth of the facet's width
    if (is_inside(model, face.solids.front(), (1.0 / 3) * (p + q + r) + step * normal)) {
      face.normal = -1.0 * face.normal;
      for (auto &facet : face.facets)
        std::swap(facet[1], facet[2]);
    }
  }
}

CadModel measure(const std::map<int, std::string> &solid_names, const std::vector<NamedPlace> &places) {
  CadModel model;
  std::map<int, int> index;
  for (const auto &[tag, name] : solid_names) {
    index[tag] = static_cast<int>(model.solids.size());
    model.solids.push_back({tag, name, measure_of(3, tag), centre_of(3, tag), {}, {}});
  }
  for (const int tag : tags_of(2)) {
    CadFace face;
    face.tag = tag;
    std::vector<int> above, below;
    gmsh::model::getAdjacencies(2, tag, above, below);
    for (const int solid : above)
      face.solids.push_back(index.at(solid));
    if (face.solids.empty())
      continue; // a sheet that bounds no air
    face.area = measure_of(2, tag);
    face.centre = centre_of(2, tag);
    face.in_file = name_of_face(face, places);
    for (const int solid : face.solids)
      model.solids[solid].faces.push_back(static_cast<int>(model.faces.size()));
    model.faces.push_back(std::move(face));
  }
  return model;
}

CadModel faceted(const Located<std::string> &file, const std::map<int, std::string> &solid_names,
                 const std::vector<NamedPlace> &places) {
  CadModel model = measure(solid_names, places);
  make_facets(file, model);
  add_boxes_and_normals(model);
  return model;
}

/// The air around parts, and the places of caps.
std::map<int, std::string> nameless_air(const CadConfig &cad, std::vector<NamedPlace> &places) {
  const AirAroundParts parts = air_around_parts(cad);
  places.insert(places.begin(), parts.caps.begin(), parts.caps.end());
  std::map<int, std::string> air;
  for (const int tag : parts.solids)
    air[tag] = "";
  return air;
}

void mark_placed(const std::vector<BodySolids> &bodies, CadModel &model) {
  for (const BodySolids &body : bodies)
    for (const auto &[tag, name] : body.air)
      for (CadSolid &solid : model.solids)
        solid.placed |= solid.in_file == name;
}

} // namespace

std::string shown_point(const Vector3 &point) {
  const auto rounded = [](double x) { return std::abs(x) < 5e-8 ? 0.0 : 1e3 * x; };
  return fmt::format("({:.4g}, {:.4g}, {:.4g}) mm", rounded(point[0]), rounded(point[1]), rounded(point[2]));
}

NamedPlace named_place(const std::string &name, int face) {
  return {name, centre_of(2, face), measure_of(2, face)};
}

CadModel read_cad_model(const CadConfig &cad, const GmshSession &gmsh, const PlacedBodies &bodies) {
  const Located<std::string> &file = *cad.file();
  CadModel model;
  gmsh.run("reading " + file.value, [&] { gmsh::model::add("air"); });
  const std::vector<std::string> notes = read_cad_file(cad, gmsh);
  gmsh.run("taking the air from " + file.value, [&] {
    std::vector<NamedPlace> places = named_faces();
    std::map<int, std::string> air =
        cad.holds.value == CadContent::air ? join_solids(file) : nameless_air(cad, places);
    const std::vector<BodySolids> solids = cut_bodies(bodies, air);
    model = faceted(file, air, places);
    mark_placed(solids, model);
    if (cad.holds.value != CadContent::air)
      keep_enclosed_air(cad, model);
    name_body_faces(bodies, solids, model);
    gmsh::model::mesh::clear();
    gmsh::option::setNumber("Mesh.MeshSizeMax", 1e22);
    gmsh::option::setNumber("Mesh.MeshSizeMin", 0);
  });
  model.notes.insert(model.notes.begin(), notes.begin(), notes.end());
  return model;
}

} // namespace earshot
