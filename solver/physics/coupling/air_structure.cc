#include "solver/physics/coupling/air_structure.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace earshot {

namespace {

/// Area-weighted size of the faces of a surface [m].
double mean_face_size(const AirSpace &air, int surface) {
  const auto on_surface = [surface](const AirSpace::Face &face) { return face.surface == surface; };
  const auto faces = std::count_if(air.faces().begin(), air.faces().end(), on_surface);
  return faces == 0 ? 0.0 : std::sqrt(air.area(surface) / static_cast<double>(faces));
}

/// Side of a square of the elements' mean area [m].
double mean_element_size(const ShellSpace &shell) {
  double area = 0;
  for (std::size_t zone = 0; zone < shell.mesh().zones.size(); ++zone)
    area += shell.area(static_cast<int>(zone));
  return std::sqrt(area / static_cast<double>(shell.n_cells()));
}

} // namespace

RealMatrix air_shell_coupling(const AirSpace &air, const Numbering &air_number, int surface,
                              const ShellSpace &shell, const Numbering &shell_number,
                              const Partition &partition) {
  // Bending waves are shorter than the air's elements: the quadrature resolves the shell's elements.
  const double ratio = mean_face_size(air, surface) / mean_element_size(shell);
  const unsigned int refinement = std::clamp(static_cast<int>(std::ceil(2 * ratio)), 1, 8);

  MatrixBuilder builder(partition);
  const auto visit = [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                         std::span<const Index> unknowns) {
    std::map<Index, std::vector<double>> columns; // shell unknown -> entry per air unknown
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
      const ShellPoint point = shell.closest(values.quadrature_point(q));
      const auto normal = values.normal_vector(q);
      for (std::size_t k = 0; k < point.values.size(); ++k)
        for (unsigned int component = 0; component < 3; ++component) {
          const Index unknown = point.unknowns[k][component];
          if (unknown == no_unknown)
            continue;
          auto &column = columns[unknown];
          column.resize(unknowns.size());
          const double factor = point.values[k] * normal[component] * values.JxW(q);
          for (unsigned int i = 0; i < unknowns.size(); ++i)
            column[i] += factor * values.shape_value(i, q);
        }
    }
    std::vector<Index> rows(unknowns.size());
    std::transform(unknowns.begin(), unknowns.end(), rows.begin(), air_number);
    for (const auto &[unknown, column] : columns) {
      const std::vector<Index> one = {shell_number(unknown)};
      builder.add_coupling(rows, one, column);
    }
  };
  air.for_each_face([surface](const AirSpace::Face &face) { return face.surface == surface; }, visit,
                    refinement);
  return builder.finish();
}

void add_air_shell_coupling(const std::string &driver, const std::function<RealMatrix()> &assemble,
                            ProblemBuilder problem) {
  problem.add_term("air-shell coupling", driver, {"-1", [](double) { return Complex(-1.0); }}, "", assemble);
}

} // namespace earshot
