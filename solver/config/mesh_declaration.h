#ifndef EARSHOT_CONFIG_MESH_DECLARATION_H
#define EARSHOT_CONFIG_MESH_DECLARATION_H

#include "solver/config/cad_declaration.h"
#include "solver/config/case.h"
#include "solver/config/specification.h"

/// The part of the declaration (declaration.h) that is about the inner shape, its mesh, volumes and surfaces.
namespace earshot {

/// `radius` and `length` of the parts of the template.
template <class Visitor, class Part>
void describe_cylinder(Visitor &v, Part &part) {
  using spec::quantity;
  v.quantity("radius", part.radius,
             quantity(unit::length, "Inner radius.").positive().usually(2e-5, 0.2).required());
  v.quantity("length", part.length,
             quantity(unit::length, "Length along its axis.").positive().usually(2e-5, 0.2).required());
}

template <class Visitor>
void describe(Visitor &v, CylinderConfig &cylinder) {
  describe_cylinder(v, cylinder);
}

template <class Visitor>
void describe(Visitor &v, VentConfig &vent) {
  describe_cylinder(v, vent);
  v.quantity("offset", vent.offset,
             spec::quantity(unit::length,
                            "Rear vent: distance of its axis from the housing's axis. Front vent: "
                            "height of its axis above the plane of the diaphragm's rim.")
                 .not_negative()
                 .usually(0.0, 0.2));
}

template <class Visitor>
void describe_template(Visitor &v, GeometryConfig &geometry) {
  v.text("shape", geometry.shape, spec::text("Template of the inner shape.").one_of({"single_dynamic"}));
  v.section("rear", geometry.rear, "Rear volume, at least as wide as the diaphragm.");
  v.section("front", geometry.front,
            "Front volume, at least as wide as the diaphragm; its length counts from the plane of the rim.");
  v.section("rear_vent", geometry.rear_vent,
            "Narrow tube to the outside from the back wall of the rear volume, parallel to the axis.");
  v.section("front_vent", geometry.front_vent,
            "Narrow tube to the outside from the side wall of the front volume, radially.");
  v.section("nozzle", geometry.nozzle, "Nozzle.");
  v.section("tip", geometry.tip, "Bore of the ear tip.");
  v.section("canal", geometry.canal, "Ear canal from the tip to the ear's reference plane.");
  v.flag("screen", geometry.screen, "Keep the interior surface \"screen\" between nozzle and tip.");
}

template <class Visitor>
void describe(Visitor &v, GeometryConfig &geometry) {
  describe_cad(v, geometry.cad);
  if (geometry.is_template())
    describe_template(v, geometry);
  v.exactly_one({"step", "iges", "brep", "rear"});
}

template <class Visitor>
void describe(Visitor &v, MeshSizeConfig &region) {
  v.text("volume", region.volume, spec::text("Name of a volume.").required());
  v.quantity("size", region.size,
             spec::quantity(unit::length, "Target edge of its tetrahedra.")
                 .positive()
                 .usually(2e-5, 0.02)
                 .required());
}

template <class Visitor>
void describe(Visitor &v, MeshConfig &mesh) {
  using spec::quantity;
  v.text("file", mesh.file,
         spec::text(".msh file with named volumes and surfaces, instead of [geometry].").file());
  v.text(
      "unit", mesh.unit,
      spec::text("Unit of length of the file; else `scale` holds.").one_of({"m", "cm", "mm", "um", "inch"}));
  v.quantity("scale", mesh.scale, quantity(unit::ratio, "Metres per unit of the file.").positive());
  v.quantity("size", mesh.size,
             quantity(unit::length, "Target edge of the tetrahedra; the longest reach about twice it.")
                 .positive()
                 .usually(5e-5, 0.02));
  v.flag("estimate_error", mesh.estimate_error,
         "Estimate what the air's mesh may be off by at the eardrum, for a sixth of the time of a run.");
  v.quantity("accuracy", mesh.accuracy,
             quantity(unit::level,
                      "What the air's mesh may change of the level at the eardrum: it is refined "
                      "where its error comes from until that is met.")
                 .positive()
                 .usually(0.005, 3));
  v.list("region", mesh.region, "Volumes with an edge length of their own.", 0);
  v.flag("curved", mesh.curved, "Second-order geometry: edges follow round walls.");
  v.quantity("elements_per_wavelength", mesh.elements_per_wavelength,
             quantity(unit::ratio, "Tetrahedra per wavelength in air at the highest frequency.")
                 .positive()
                 .usually(1.0, 30.0));
}

template <class Visitor>
void describe(Visitor &v, VolumeConfig &volume) {
  using spec::quantity;
  v.text("name", volume.name, spec::text("Name of a volume of the mesh.").required());
  choice(
      v, "model", volume.model,
      spec::text("Viscous and thermal losses: of a narrow tube or slit, boundary layers on its walls, the "
                 "linearised Navier-Stokes equations for a narrow gap of any shape (sequential) or in full "
                 "(thermoviscous), whose mesh has to resolve the layers.")
          .required());
  v.quantity("radius", volume.radius,
             quantity(unit::length, "Tube: its radius.").positive().usually(0.0, 0.005));
  v.quantity("gap", volume.gap,
             quantity(unit::length, "Slit: distance of its walls.").positive().usually(0.0, 0.005));
}

template <class Visitor>
void describe(Visitor &v, SurfaceConfig &surface) {
  using spec::quantity;
  v.text("name", surface.name, spec::text("Name of a surface of the mesh.").required());
  choice(
      v, "model", surface.model,
      spec::text("Screen (interior: air on both sides), impedance (locally reacting wall), opening to free "
                 "air, rigid wall, or plane of symmetry of a meshed half or wedge (no boundary layer; "
                 "thermoviscous air slides on it).")
          .required());
  v.quantity("resistance", surface.resistance,
             quantity(unit::specific_resistance,
                      "Screen, impedance, cloth over an opening: pressure per velocity, real part.")
                 .not_negative()
                 .usually(0.0, 1e6));
  v.quantity("surface_density", surface.surface_density,
             quantity(unit::surface_density,
                      "Screen, impedance, opening: the imaginary part is the angular frequency times this.")
                 .not_negative()
                 .usually(0.0, 10.0));
  v.text(
      "table", surface.table,
      spec::text("Screen, impedance: file of pressure per velocity over frequency, instead of resistance and "
                 "surface_density: frequency_hz, resistance_pa_s_m, reactance_pa_s_m.")
          .file());
  v.flag("extrapolate", surface.extrapolate,
         "Table: hold it constant beyond its ends, with a warning, rather than refuse frequencies there.");
  choice(v, "radiation", surface.radiation,
         spec::text("Opening: radiation impedance with or without a flange, or none (pressure release)."));
  v.flag("closed", surface.closed, "Opening: closed, a rigid wall.");
  v.flag("wall_losses", surface.wall_losses, "Wall: thermoviscous boundary layers on it.");
}

} // namespace earshot

#endif
