#include "solver/mesh/cad_names.h"

#include "solver/mesh/cad_reader.h"
#include "solver/mesh/triple.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace earshot {
namespace {

constexpr double place_tolerance = 1e-5; ///< [m] of planes and boxes: people write hundredths of a millimetre
const std::string outside = "outside";

Box box_of(const TripleConfig &from, const TripleConfig &to) {
  return {vector_of(from), vector_of(to)};
}

/// One thing that a selector says, and which of the numbered candidates it holds for.
struct Criterion {
  std::string key;
  std::function<bool(int)> holds;
};

/// What is left when all criteria have been applied in turn, or why nothing is.
class Selection {
public:
  using Describe = std::function<std::string(int)>;

  Selection(std::size_t candidates, const char *kind, Describe describe)
      : left_(candidates), kind_(kind), describe_(std::move(describe)) {
    std::iota(left_.begin(), left_.end(), 0);
  }

  void apply(const Criterion &criterion) {
    if (left_.empty())
      return;
    std::vector<int> kept;
    std::copy_if(left_.begin(), left_.end(), std::back_inserter(kept), criterion.holds);
    if (kept.empty())
      why_none_ = applied_.empty() ? fmt::format("no {} matches {}", kind_, criterion.key)
                                   : fmt::format("no {} matches {}; {} alone catches {}", kind_,
                                                 criterion.key, fmt::join(applied_, " and "), list(left_));
    applied_.push_back(criterion.key);
    left_ = std::move(kept);
  }

  /// Those nearest by some measure. @return what is wrong with the choice
  std::string keep_nearest(const std::function<double(int)> &distance, std::size_t count) {
    std::vector<std::pair<double, int>> order;
    for (const int candidate : left_)
      order.emplace_back(distance(candidate), candidate);
    std::sort(order.begin(), order.end());
    constexpr double same = 1e-9; // [m]
    std::string fault;
    if (order.size() > count && order[count].first - order[count - 1].first < same)
      fault = fmt::format("the point is as near to {} as to {}", describe_(order[count - 1].second),
                          describe_(order[count].second));
    order.resize(std::min(order.size(), count));
    left_.clear();
    for (const auto &[measure, candidate] : order)
      left_.push_back(candidate);
    return fault;
  }

  /// What is wrong with the number that is left; empty when it is right.
  std::string wrong_count(int count) const {
    if (left_.empty())
      return why_none_;
    if (static_cast<int>(left_.size()) == count)
      return "";
    return fmt::format("it catches {}, expected {} (count): {}", left_.size(), count, list(left_));
  }

  const std::vector<int> &left() const { return left_; }

private:
  std::string list(const std::vector<int> &items) const {
    constexpr std::size_t most = 6;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < std::min(items.size(), most); ++i)
      texts.push_back(describe_(items[i]));
    if (items.size() > most)
      texts.push_back(fmt::format("and {} more", items.size() - most));
    return fmt::format("{}", fmt::join(texts, ", "));
  }

  std::vector<int> left_;
  std::vector<std::string> applied_;
  std::string why_none_;
  const char *kind_;
  Describe describe_;
};

class Naming {
public:
  Naming(const CadModel &model, const CadConfig &cad) : model_(model), cad_(cad) {
    names_.faults = model.faults;
    for (const CadSolid &solid : model.solids)
      names_.solids.push_back(solid.in_file.empty() ? fmt::format("solid_{}", solid.tag) : solid.in_file);
    for (const CadFace &face : model.faces)
      names_.faces.push_back(face.in_file);
  }

  CadNames run() {
    for (const CadVolumeConfig &volume : cad_.volumes)
      name_volume(volume);
    if (!names_.faults.empty()) // what lies between volumes would only repeat them
      return std::move(names_);
    for (const CadSurfaceConfig &surface : cad_.surfaces)
      name_surface(surface);
    return std::move(names_);
  }

private:
  void name_volume(const CadVolumeConfig &volume);
  void name_surface(const CadSurfaceConfig &surface);
  std::string nearest_solid(const Vector3 &point) const;
  bool lies_between(int face, const CadSurfaceConfig &surface) const;
  bool lies_in_plane(int face, const Vector3 &point, const Vector3 &normal) const;
  bool check_volume_names(const CadSurfaceConfig &surface);

  void fault(const Located<std::string> &name, const std::string &message) {
    names_.faults.push_back({name.where, fmt::format("\"{}\": {}", name.value, message)});
  }

  /// Gives a name to what was chosen; each may be named once.
  void assign(const Located<std::string> &name, const std::vector<int> &chosen,
              std::vector<std::string> &names, std::vector<std::string> &taken,
              const Selection::Describe &describe) {
    taken.resize(names.size());
    for (const int index : chosen) {
      if (!taken[index].empty() && taken[index] != name.value)
        fault(name, fmt::format("{} is \"{}\" already", describe(index), taken[index]));
      names[index] = taken[index] = name.value;
    }
  }

  const CadModel &model_;
  const CadConfig &cad_;
  CadNames names_;
  std::vector<std::string> taken_solids_, taken_faces_;
};

std::string Naming::nearest_solid(const Vector3 &point) const {
  double least = std::numeric_limits<double>::max();
  int nearest = 0;
  for (std::size_t s = 0; s < model_.solids.size(); ++s)
    for (const int face : model_.solids[s].faces)
      if (const double distance = distance_to_face(model_, face, point); distance < least) {
        least = distance;
        nearest = static_cast<int>(s);
      }
  return fmt::format("the nearest, {}, is {:.4g} mm away", describe_solid(model_, names_, nearest),
                     1e3 * least);
}

void Naming::name_volume(const CadVolumeConfig &volume) {
  const auto describe = [this](int solid) { return describe_solid(model_, names_, solid); };
  Selection selection(model_.solids.size(), "solid", describe);
  if (!volume.in_file.value.empty())
    selection.apply({"in_file", [&](int s) { return model_.solids[s].in_file == volume.in_file.value; }});
  if (!volume.box_from.empty())
    selection.apply(
        {"the box", [&](int s) {
           return box_of(volume.box_from, volume.box_to).contains(model_.solids[s].box, place_tolerance);
         }});
  if (!volume.point.empty()) {
    const Vector3 point = vector_of(volume.point);
    selection.apply({"point", [&](int s) { return is_inside(model_, s, point); }});
    if (selection.left().empty())
      return fault(volume.name,
                   fmt::format("{}: {}", selection.wrong_count(volume.count), nearest_solid(point)));
  }
  if (const std::string wrong = selection.wrong_count(volume.count); !wrong.empty())
    return fault(volume.name, wrong);
  assign(volume.name, selection.left(), names_.solids, taken_solids_, describe);
}

bool Naming::lies_between(int face, const CadSurfaceConfig &surface) const {
  std::vector<std::string> wanted{surface.between[0].value, surface.between[1].value}, found;
  for (const int solid : model_.faces[face].solids)
    found.push_back(names_.solids[solid]);
  found.resize(2, outside);
  std::sort(wanted.begin(), wanted.end());
  std::sort(found.begin(), found.end());
  return wanted == found;
}

bool Naming::lies_in_plane(int face, const Vector3 &point, const Vector3 &normal) const {
  const auto &facets = model_.faces[face].facets;
  return std::all_of(facets.begin(), facets.end(), [&](const auto &facet) {
    return std::all_of(facet.begin(), facet.end(), [&](int corner) {
      return std::abs(dot(model_.points[corner] - point, normal)) < place_tolerance * norm(normal);
    });
  });
}

bool Naming::check_volume_names(const CadSurfaceConfig &surface) {
  std::vector<std::string> known = names_.solids;
  known.push_back(outside);
  for (const Located<std::string> &name : surface.between)
    if (std::find(known.begin(), known.end(), name.value) == known.end()) {
      std::sort(known.begin(), known.end());
      known.erase(std::unique(known.begin(), known.end()), known.end());
      names_.faults.push_back(
          {name.where, fmt::format("found \"{}\", {}", name.value, expected_one_of(name, known))});
      return false;
    }
  return true;
}

void Naming::name_surface(const CadSurfaceConfig &surface) {
  const auto describe = [this](int face) { return describe_face(model_, names_, face); };
  if (!check_volume_names(surface))
    return;
  Selection selection(model_.faces.size(), "face", describe);
  if (!surface.in_file.value.empty())
    selection.apply({"in_file", [&](int f) { return model_.faces[f].in_file == surface.in_file.value; }});
  if (!surface.between.empty())
    selection.apply({"between", [&](int f) { return lies_between(f, surface); }});
  if (!surface.plane_point.empty())
    selection.apply({"the plane", [&](int f) {
                       return lies_in_plane(f, vector_of(surface.plane_point),
                                            vector_of(surface.plane_normal));
                     }});
  if (!surface.area.empty())
    selection.apply({"area", [&](int f) {
                       const double area = model_.faces[f].area;
                       return area >= surface.area[0] && area <= surface.area[1];
                     }});
  if (!surface.box_from.empty())
    selection.apply(
        {"the box", [&](int f) {
           return box_of(surface.box_from, surface.box_to).contains(model_.faces[f].box, place_tolerance);
         }});
  if (!surface.near.empty()) {
    const Vector3 point = vector_of(surface.near);
    const std::string wrong =
        selection.keep_nearest([&](int f) { return distance_to_face(model_, f, point); },
                               static_cast<std::size_t>(surface.count.value));
    if (!wrong.empty())
      return fault(surface.name, wrong);
  }
  if (const std::string wrong = selection.wrong_count(surface.count); !wrong.empty())
    return fault(surface.name, wrong);
  assign(surface.name, selection.left(), names_.faces, taken_faces_, describe);
}

} // namespace

CadNames name_cad(const CadModel &model, const CadConfig &cad) {
  return Naming(model, cad).run();
}

std::string describe_solid(const CadModel &model, const CadNames &names, int solid) {
  const CadSolid &it = model.solids[solid];
  return fmt::format("solid {} ({}, {:.4g} mm3, centre {})", it.tag, names.solids[solid], 1e9 * it.volume,
                     shown_point(it.centre));
}

std::string describe_face(const CadModel &model, const CadNames &names, int face) {
  const CadFace &it = model.faces[face];
  const auto rounded = [](double x) { return std::abs(x) < 5e-4 ? 0.0 : x; };
  const double flatness = norm(it.normal);
  constexpr double flat = 0.5; // of the mean normal: a half sphere
  std::string text = fmt::format("face {} (", it.tag);
  if (!names.faces[face].empty())
    text += names.faces[face] + ", ";
  text += fmt::format("{:.4g} mm2, centre {}", 1e6 * it.area, shown_point(it.centre));
  if (flatness > flat)
    text += fmt::format(", normal ({:.3g}, {:.3g}, {:.3g})", rounded(it.normal[0] / flatness),
                        rounded(it.normal[1] / flatness), rounded(it.normal[2] / flatness));
  return text + fmt::format(", between {} and {})", names.solids[it.solids[0]],
                            it.solids.size() > 1 ? names.solids[it.solids[1]] : outside);
}

} // namespace earshot
