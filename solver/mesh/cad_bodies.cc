#include "solver/mesh/cad_bodies.h"

#include "solver/mesh/cad_file.h"
#include "solver/mesh/cad_reader.h"
#include "solver/mesh/template_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

constexpr double same_volume = 1e-6; ///< part of a body that rounding of coincident faces may leave over
constexpr double same_place = 1e-8;  ///< [m]

double volume_of(const gmsh::vectorpair &solids) {
  double sum = 0;
  for (const auto &[dimension, tag] : solids) {
    double volume;
    occ::getMass(dimension, tag, volume);
    sum += volume;
  }
  return sum * cad_unit * cad_unit * cad_unit;
}

Vector3 centre_of(const gmsh::vectorpair &solids) {
  Vector3 sum{};
  double whole = 0;
  for (const auto &solid : solids) {
    double x, y, z;
    occ::getCenterOfMass(solid.first, solid.second, x, y, z);
    const double volume = volume_of({solid});
    sum = sum + volume * cad_unit * Vector3{x, y, z};
    whole += volume;
  }
  return (1 / whole) * sum;
}

gmsh::vectorpair joined(gmsh::vectorpair one, const gmsh::vectorpair &other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

/// Volume and middle of some solids.
struct Piece {
  double volume = 0; ///< [m3]
  Vector3 centre{};  ///< [m]
};
using Operation = std::function<void(const gmsh::vectorpair &, const gmsh::vectorpair &, gmsh::vectorpair &)>;

/// What an operation makes of copies of solids: where it changes nothing, its result is what it was given.
Piece measured(const gmsh::vectorpair &one, const gmsh::vectorpair &other, const Operation &operation) {
  gmsh::vectorpair objects, tools, made, solids;
  occ::copy(one, objects);
  occ::copy(other, tools);
  operation(objects, tools, made);
  std::copy_if(made.begin(), made.end(), std::back_inserter(solids),
               [](const auto &entity) { return entity.first == 3; });
  Piece piece{volume_of(solids), {}};
  if (piece.volume > 0)
    piece.centre = centre_of(solids);
  occ::remove(made, true);
  return piece;
}

/// What both sets of solids hold.
Piece common(const gmsh::vectorpair &one, const gmsh::vectorpair &other) {
  return measured(one, other, [](const auto &a, const auto &b, auto &made) {
    std::vector<gmsh::vectorpair> map;
    occ::intersect(a, b, made, map);
  });
}

/// What the first set holds and the second does not.
Piece beyond(const gmsh::vectorpair &one, const gmsh::vectorpair &other) {
  return measured(one, other, [](const auto &a, const auto &b, auto &made) {
    std::vector<gmsh::vectorpair> map;
    occ::cut(a, b, made, map);
  });
}

std::vector<Diagnostic> collisions(const std::vector<BodySolids> &bodies) {
  std::vector<Diagnostic> diagnostics;
  for (std::size_t i = 0; i < bodies.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const gmsh::vectorpair one = joined(bodies[i].envelope, bodies[i].flange),
                             other = joined(bodies[k].envelope, bodies[k].flange);
      const Piece piece = common(one, other);
      if (piece.volume > same_volume * std::min(volume_of(one), volume_of(other)))
        diagnostics.push_back(
            {bodies[i].where,
             fmt::format("{} and {} collide: {:.4g} mm3 about {} are in both", bodies[i].shown,
                         bodies[k].shown, 1e9 * piece.volume, shown_point(piece.centre))});
    }
  return diagnostics;
}

/// The solid of air that holds most of a body: "solid 3 (cavity)" and how much it holds.
std::string best_home(const BodySolids &body, const std::map<int, std::string> &air) {
  std::string home;
  double most = 0;
  for (const auto &[tag, name] : air)
    if (const double held = common(body.envelope, {{3, tag}}).volume; held > most) {
      most = held;
      home = fmt::format("solid {}{} of {:.4g} mm3 holds {:.4g} mm3", tag,
                         name.empty() ? "" : " (" + name + ")", 1e9 * volume_of({{3, tag}}), 1e9 * held);
    }
  return home.empty() ? "no solid of the air holds any" : home;
}

std::vector<Diagnostic> misfits(const std::vector<BodySolids> &bodies,
                                const std::map<int, std::string> &air) {
  gmsh::vectorpair all;
  for (const auto &[tag, name] : air)
    all.emplace_back(3, tag);
  std::vector<Diagnostic> diagnostics;
  for (const BodySolids &body : bodies) {
    const Piece piece = beyond(body.envelope, all);
    const double whole = volume_of(body.envelope);
    if (piece.volume > same_volume * whole)
      diagnostics.push_back(
          {body.where,
           fmt::format("{} does not fit into the air: of its {:.4g} mm3 {}, and {:.4g} mm3 about {} lie in a "
                       "wall or outside",
                       body.shown, 1e9 * whole, best_home(body, air), 1e9 * piece.volume,
                       shown_point(piece.centre))});
  }
  return diagnostics;
}

/// Takes the solid parts out of the air.
void subtract(const std::vector<BodySolids> &bodies, std::map<int, std::string> &air) {
  gmsh::vectorpair solids, tools, left;
  std::vector<std::string> names;
  for (const auto &[tag, name] : air) {
    solids.emplace_back(3, tag);
    names.push_back(name);
  }
  for (const BodySolids &body : bodies)
    tools = joined(joined(std::move(tools), body.envelope), body.flange);
  std::vector<gmsh::vectorpair> pieces;
  occ::cut(solids, tools, left, pieces);
  air.clear();
  for (std::size_t s = 0; s < solids.size(); ++s)
    for (const auto &[dimension, tag] : pieces[s])
      air[tag] = names[s];
}

/// Joins the bodies' own air to the rest at their common faces.
void join(const std::vector<BodySolids> &bodies, std::map<int, std::string> &air) {
  gmsh::vectorpair around, inside, plugs, all;
  std::vector<std::string> names;
  for (const auto &[tag, name] : air) {
    around.emplace_back(3, tag);
    names.push_back(name);
  }
  for (const BodySolids &body : bodies)
    for (const auto &[tag, name] : body.air) {
      inside.emplace_back(3, tag);
      names.push_back(name);
    }
  for (const BodySolids &body : bodies)
    for (const int tag : body.plugs)
      inside.emplace_back(3, tag);
  std::vector<gmsh::vectorpair> pieces;
  occ::fragment(around, inside, all, pieces);
  air.clear();
  for (std::size_t s = 0; s < pieces.size(); ++s)
    for (const auto &[dimension, tag] : pieces[s])
      if (s < names.size())
        air[tag] = names[s];
      else
        plugs.emplace_back(dimension, tag);
  occ::remove(plugs, true);
  occ::synchronize();
}

bool lies_in(const CadModel &model, const CadFace &face, const BodyDisc &disc) {
  return std::all_of(face.facets.begin(), face.facets.end(), [&](const auto &facet) {
    return std::all_of(facet.begin(), facet.end(), [&](int corner) {
      const Vector3 arm = model.points[corner] - disc.centre;
      return std::abs(dot(arm, disc.normal)) < same_place && norm(arm) < disc.radius + same_place;
    });
  });
}

/// Gives a disc's faces its name: those with air on both sides, if there are any.
void name_disc(const BodyDisc &disc, const std::set<std::string> &ends, CadModel &model) {
  std::vector<CadFace *> open, closed;
  for (CadFace &face : model.faces)
    if (lies_in(model, face, disc))
      (face.solids.size() > 1 ? open : closed).push_back(&face);
  const bool ends_air = ends.count(disc.name) > 0 && !closed.empty();
  if (open.empty() && !ends_air)
    model.faults.push_back({disc.where, fmt::format("the {} reaches no air: there is a wall at {}",
                                                    disc.owner, shown_point(disc.centre))});
  for (CadFace *face : open.empty() ? closed : open)
    face->in_file = disc.name;
}

bool is_between(const CadModel &model, const CadFace &face, const std::string &one,
                const std::string &other) {
  const auto bounds = [&](const std::string &name) {
    return std::any_of(face.solids.begin(), face.solids.end(),
                       [&](int solid) { return model.solids[solid].in_file == name; });
  };
  return face.solids.size() == 2 && bounds(one) && bounds(other);
}

/// A diaphragm's faces and the size of the elements that their shapes ask for.
void name_diaphragm(const PlacedDriver &driver, CadModel &model) {
  for (CadFace &face : model.faces) {
    if (!is_between(model, face, driver.front(), driver.rear()))
      continue;
    face.in_file = driver.diaphragm;
    if (!driver.profile)
      continue;
    const auto &[a, b, c] = face.facets.front();
    const Vector3 middle =
        driver.frame.local((1.0 / 3) * (model.points[a] + model.points[b] + model.points[c]));
    face.size = zone_size(*driver.profile, driver.profile->zone(std::hypot(middle[0], middle[1])));
  }
}

} // namespace

std::vector<BodySolids> cut_bodies(const PlacedBodies &bodies, std::map<int, std::string> &air) {
  std::vector<BodySolids> solids;
  for (const PlacedDriver &driver : bodies.drivers)
    solids.push_back(add_driver_solids(driver));
  for (const PlacedBox &box : bodies.boxes)
    solids.push_back(add_box_solids(box));
  if (solids.empty())
    return solids;
  std::vector<Diagnostic> diagnostics = collisions(solids);
  const std::vector<Diagnostic> more = misfits(solids, air);
  diagnostics.insert(diagnostics.end(), more.begin(), more.end());
  if (!diagnostics.empty())
    throw UserError(diagnostics);
  subtract(solids, air);
  join(solids, air);
  return solids;
}

void name_body_faces(const PlacedBodies &bodies, const std::vector<BodySolids> &solids, CadModel &model) {
  for (const PlacedDriver &driver : bodies.drivers)
    name_diaphragm(driver, model);
  for (const BodySolids &body : solids)
    for (const BodyDisc &disc : body.discs)
      name_disc(disc, bodies.ends, model);
}

} // namespace earshot
