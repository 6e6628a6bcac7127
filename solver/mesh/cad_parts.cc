#include "solver/mesh/cad_parts.h"

#include "solver/mesh/air_leak.h"
#include "solver/mesh/cad_file.h"
#include "solver/mesh/cad_reader.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <set>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

/// A closed chain of curves on the boundary of a face.
struct EdgeLoop {
  std::vector<int> curves;     ///< each begins where the one before it ends
  std::vector<Vector3> points; ///< samples [m]
  Vector3 centre{};            ///< mean of the samples [m]
};

constexpr int samples_per_curve = 24;

std::vector<Vector3> sample_curve(int curve) {
  std::vector<double> low, high;
  gmsh::model::getParametrizationBounds(1, curve, low, high);
  std::vector<Vector3> points;
  for (int i = 0; i < samples_per_curve; ++i) {
    std::vector<double> x;
    gmsh::model::getValue(1, curve, {low[0] + (high[0] - low[0]) * (i + 0.5) / samples_per_curve}, x);
    points.push_back(cad_unit * Vector3{x[0], x[1], x[2]});
  }
  return points;
}

std::set<int> ends_of(int curve) {
  gmsh::vectorpair points;
  gmsh::model::getBoundary({{1, curve}}, points, false, false);
  std::set<int> ends;
  for (const auto &point : points)
    ends.insert(point.second);
  return ends;
}

/// A loop's curves end to end, as OpenCASCADE's wires want them.
std::vector<int> chained(std::set<int> loop) {
  std::vector<int> chain{*loop.begin()};
  std::set<int> ends = ends_of(chain.back());
  int end = *ends.rbegin();
  loop.erase(loop.begin());
  while (!loop.empty()) {
    const auto next =
        std::find_if(loop.begin(), loop.end(), [&](int curve) { return ends_of(curve).count(end) > 0; });
    if (next == loop.end()) // not one chain: left to who makes a wire of it
      break;
    ends = ends_of(*next);
    ends.erase(end);
    end = ends.empty() ? end : *ends.begin();
    chain.push_back(*next);
    loop.erase(next);
  }
  chain.insert(chain.end(), loop.begin(), loop.end());
  return chain;
}

/// The closed chains among a face's curves; a seam, which bounds it from both sides, is none of them.
std::vector<std::set<int>> loops_of_face(int face) {
  gmsh::vectorpair boundary;
  gmsh::model::getBoundary({{2, face}}, boundary, false, false);
  std::map<int, int> uses;
  for (const auto &curve : boundary)
    ++uses[curve.second];
  std::vector<int> left;
  for (const auto &[curve, count] : uses)
    if (count == 1)
      left.push_back(curve);
  std::vector<std::set<int>> loops;
  while (!left.empty()) {
    std::set<int> loop{left.back()}, points = ends_of(left.back());
    left.pop_back();
    for (bool grown = true; grown;) {
      grown = false;
      for (auto at = left.begin(); at != left.end() && !grown; ++at) {
        const std::set<int> ends = ends_of(*at);
        if (std::any_of(ends.begin(), ends.end(), [&](int end) { return points.count(end) > 0; })) {
          points.insert(ends.begin(), ends.end());
          loop.insert(*at);
          left.erase(at);
          grown = true;
        }
      }
    }
    if (loop.size() == 1 || points.size() == loop.size())
      loops.push_back(std::move(loop));
  }
  return loops;
}

std::vector<EdgeLoop> all_loops() {
  gmsh::vectorpair faces;
  gmsh::model::getEntities(faces, 2);
  std::set<std::set<int>> known;
  std::vector<EdgeLoop> loops;
  for (const auto &[dimension, face] : faces)
    for (const std::set<int> &curves : loops_of_face(face)) {
      if (!known.insert(curves).second)
        continue;
      EdgeLoop loop{chained(curves), {}, {}};
      for (const int curve : curves)
        for (const Vector3 &point : sample_curve(curve)) {
          loop.points.push_back(point);
          loop.centre = loop.centre + point;
        }
      loop.centre = (1.0 / static_cast<double>(loop.points.size())) * loop.centre;
      loops.push_back(std::move(loop));
    }
  return loops;
}

/// Whether the loop lies in a plane, so far as its extent to a thousandth tells.
bool is_flat(const EdgeLoop &loop) {
  Vector3 normal{};
  double reach = 0;
  for (std::size_t i = 0; i + 1 < loop.points.size(); ++i) {
    const Vector3 next = cross(loop.points[i] - loop.centre, loop.points[i + 1] - loop.centre);
    normal = normal + (dot(next, normal) < 0 ? -1.0 : 1.0) * next;
    reach = std::max(reach, norm(loop.points[i] - loop.centre));
  }
  const double length = norm(normal);
  return length > 0 && std::all_of(loop.points.begin(), loop.points.end(), [&](const Vector3 &point) {
           return std::abs(dot(point - loop.centre, normal)) < 1e-3 * reach * length;
         });
}

double reach_of(const EdgeLoop &loop) {
  double reach = 0;
  for (const Vector3 &point : loop.points)
    reach = std::max(reach, norm(point - loop.centre));
  return reach;
}

/// The loop whose middle is nearest to a place: of those around each other, as a tube's end has, the
/// narrowest.
std::vector<EdgeLoop>::const_iterator nearest_loop(const Vector3 &place, const std::vector<EdgeLoop> &loops) {
  const auto distance = [&](const EdgeLoop &loop) { return norm(loop.centre - place); };
  const auto nearest = std::min_element(
      loops.begin(), loops.end(), [&](const auto &a, const auto &b) { return distance(a) < distance(b); });
  constexpr double same = 1e-6; // [m] of middles
  auto narrowest = nearest;
  for (auto loop = loops.begin(); loop != loops.end(); ++loop)
    if (norm(loop->centre - nearest->centre) < same && reach_of(*loop) < reach_of(*narrowest))
      narrowest = loop;
  return narrowest;
}

/// A face that closes the edge loop whose middle is nearest to where the case says.
int add_cap(const CadCapConfig &cap, const std::vector<EdgeLoop> &loops) {
  if (loops.empty())
    throw UserError(cap.name.where, fmt::format("cap \"{}\": the parts have no closed edge", cap.name.value));
  const Vector3 place{cap.near[0], cap.near[1], cap.near[2]};
  const auto nearest = nearest_loop(place, loops);
  const double reach = reach_of(*nearest);
  if (norm(nearest->centre - place) > reach)
    throw UserError(
        cap.name.where,
        fmt::format("cap \"{}\" closes nothing: no closed edge has its middle near {}; the nearest "
                    "one, {:.4g} mm across, has it at {}",
                    cap.name.value, shown_point(place), 2e3 * reach, shown_point(nearest->centre)));
  try {
    const int wire = occ::addCurveLoop(nearest->curves);
    return is_flat(*nearest) ? occ::addPlaneSurface({wire}) : occ::addSurfaceFilling(wire);
  } catch (...) { // gmsh 4.8 throws plain numbers as well
    std::string reason;
    gmsh::logger::getLastError(reason);
    throw UserError(cap.name.where,
                    fmt::format("cap \"{}\": no face can be laid on the closed edge of {} curves, {:.4g} mm "
                                "across, about {}: {}",
                                cap.name.value, nearest->curves.size(), 2e3 * reach,
                                shown_point(nearest->centre), reason));
  }
}

int add_box_around() {
  double x0, y0, z0, x1, y1, z1;
  gmsh::model::getBoundingBox(-1, -1, x0, y0, z0, x1, y1, z1);
  const double margin = 0.1 * std::max({x1 - x0, y1 - y0, z1 - z0});
  return occ::addBox(x0 - margin, y0 - margin, z0 - margin, x1 - x0 + 2 * margin, y1 - y0 + 2 * margin,
                     z1 - z0 + 2 * margin);
}

/// Faces of the file that bound no solid, such as a diaphragm's.
gmsh::vectorpair free_sheets() {
  gmsh::vectorpair faces, sheets;
  gmsh::model::getEntities(faces, 2);
  for (const auto &face : faces) {
    std::vector<int> above, below;
    gmsh::model::getAdjacencies(2, face.second, above, below);
    if (above.empty())
      sheets.push_back(face);
  }
  return sheets;
}

void require_caps_between(const CadConfig &cad, const CadModel &model) {
  for (const CadFace &face : model.faces)
    if (face.solids.size() < 2) // one solid, on both sides or beside a part
      for (const CadCapConfig &cap : cad.caps)
        if (cap.name.value == face.in_file)
          throw UserError(cap.name.where,
                          fmt::format("cap \"{}\" closes nothing: the air on both sides of its "
                                      "piece about {} is connected",
                                      cap.name.value, shown_point(face.centre)));
}

/// The region that holds a point. @return index; -1 where there is a part
int region_at(const CadModel &model, const Vector3 &point) {
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    if (is_inside(model, static_cast<int>(s), point))
      return static_cast<int>(s);
  return -1;
}

/// The regions that the case's points name. @throws UserError for points in parts and outside
std::set<int> named_regions(const CadConfig &cad, int outside, const CadModel &model) {
  std::set<int> kept;
  for (const CadVolumeConfig &volume : cad.volumes) {
    if (volume.point.empty())
      continue;
    const Vector3 point{volume.point[0], volume.point[1], volume.point[2]};
    const int region = region_at(model, point);
    if (region < 0)
      throw UserError(volume.name.where,
                      fmt::format("\"{}\": the point {} lies in a part, expected it in air",
                                  volume.name.value, shown_point(point)));
    if (region == outside)
      throw UserError(volume.name.where,
                      fmt::format("\"{}\": the air at {} is not enclosed: {}", volume.name.value,
                                  shown_point(point), describe_leak(model, region, point)));
    kept.insert(region);
  }
  return kept;
}

/// The region around everything: nothing reaches further than what lies in the corners of the box.
int outside_of(const CadModel &model) {
  const auto width = [](const CadSolid &solid) { return solid.box.high[0] - solid.box.low[0]; };
  return static_cast<int>(
      std::max_element(model.solids.begin(), model.solids.end(),
                       [&](const CadSolid &a, const CadSolid &b) { return width(a) < width(b); }) -
      model.solids.begin());
}

/// Removes all but some regions, from gmsh's model as well.
void keep_regions(const std::set<int> &kept, CadModel &model) {
  CadModel result;
  result.points = model.points;
  result.notes = model.notes;
  std::map<int, int> number;
  gmsh::vectorpair dropped;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    if (kept.count(static_cast<int>(s)) > 0) {
      number[static_cast<int>(s)] = static_cast<int>(result.solids.size());
      result.solids.push_back(model.solids[s]);
      result.solids.back().faces.clear();
    } else {
      dropped.emplace_back(3, model.solids[s].tag);
    }
  for (CadFace face : model.faces) {
    std::vector<int> solids;
    for (const int solid : face.solids)
      if (number.count(solid) > 0)
        solids.push_back(number.at(solid));
    if (solids.empty())
      continue;
    if (number.count(face.solids.front()) == 0) { // keep it turned out of its first solid
      face.normal = -1.0 * face.normal;
      for (auto &facet : face.facets)
        std::swap(facet[1], facet[2]);
    }
    face.solids = solids;
    for (const int solid : solids)
      result.solids[solid].faces.push_back(static_cast<int>(result.faces.size()));
    result.faces.push_back(std::move(face));
  }
  occ::remove(dropped, true);
  occ::synchronize();
  model = std::move(result);
}

} // namespace

AirAroundParts air_around_parts(const CadConfig &cad) {
  gmsh::vectorpair parts, tools = free_sheets();
  gmsh::model::getEntities(parts, 3);
  const std::size_t sheets = tools.size();
  std::vector<std::string> names(sheets);
  if (!cad.caps.empty()) {
    const std::vector<EdgeLoop> loops = all_loops();
    for (const CadCapConfig &cap : cad.caps) {
      tools.emplace_back(2, add_cap(cap, loops));
      names.push_back(cap.name);
    }
  }
  tools.insert(tools.begin(), parts.begin(), parts.end());
  gmsh::vectorpair all;
  std::vector<gmsh::vectorpair> pieces;
  occ::fragment({{3, add_box_around()}}, tools, all, pieces);
  std::set<int> solid;
  gmsh::vectorpair removed;
  for (std::size_t p = 0; p < parts.size(); ++p)
    for (const auto &piece : pieces[1 + p])
      if (solid.insert(piece.second).second)
        removed.push_back(piece);
  AirAroundParts air;
  for (const auto &piece : pieces.front())
    if (solid.count(piece.second) == 0)
      air.solids.push_back(piece.second);
  occ::remove(removed, true);
  occ::synchronize();
  for (std::size_t t = 0; t < names.size(); ++t)
    for (const auto &[dimension, tag] : pieces[1 + parts.size() + t])
      if (!names[t].empty())
        air.caps.push_back(named_place(names[t], tag));
  return air;
}

void keep_enclosed_air(const CadConfig &cad, CadModel &model) {
  require_caps_between(cad, model);
  const int outside = outside_of(model);
  std::set<int> kept = named_regions(cad, outside, model);
  for (std::size_t s = 0; s < model.solids.size(); ++s) {
    const auto index = static_cast<int>(s);
    if (index == outside)
      continue;
    if (cad.volumes.empty() || model.solids[s].placed)
      kept.insert(index);
    else if (kept.count(index) == 0)
      model.notes.push_back(fmt::format("enclosed air of {:.4g} mm3 about {} has no name and is left out",
                                        1e9 * model.solids[s].volume, shown_point(model.solids[s].centre)));
  }
  if (kept.empty())
    throw UserError(
        cad.file()->where,
        fmt::format("{}: the parts enclose no air; name a point in it (geometry.volume.point) to be "
                    "told where it leaks",
                    cad.file()->value));
  keep_regions(kept, model);
}

} // namespace earshot
