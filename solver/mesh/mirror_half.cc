#include "solver/mesh/mirror_half.h"

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

constexpr double tolerance = 1e-9; // [m]

bool near(double one, double other) {
  return std::abs(one - other) < tolerance;
}

double end_radius(const PartConfig &part) {
  return part.end_radius ? part.end_radius->value : part.radius.value;
}

/// Whether two parts are each other's mirror image in the plane, names and all.
bool are_images(const PartConfig &one, const PartConfig &other, double plane) {
  return near(one.from, 2 * plane - other.to) && near(one.to, 2 * plane - other.from) &&
         near(one.radius, end_radius(other)) && near(end_radius(one), other.radius) &&
         near(one.inner_radius, other.inner_radius) && one.sectors == other.sectors &&
         std::abs(one.angle - other.angle) < 1e-9 && std::abs(one.direction - other.direction) < 1e-9 &&
         one.from_surface.value.empty() == other.to_surface.value.empty() &&
         one.to_surface.value.empty() == other.from_surface.value.empty() &&
         one.inner_surface.value.empty() == other.inner_surface.value.empty() &&
         one.outer_surface.value.empty() == other.outer_surface.value.empty();
}

/// Notes the image of a name. @return whether it agrees with what is known of the name
bool pair_names(const std::string &name, const std::string &image,
                std::map<std::string, std::string> &images) {
  return name.empty() || images.try_emplace(name, image).first->second == image;
}

bool pair_surfaces(const PartConfig &part, const PartConfig &image,
                   std::map<std::string, std::string> &images) {
  return pair_names(part.from_surface, image.to_surface, images) &&
         pair_names(part.to_surface, image.from_surface, images) &&
         pair_names(part.inner_surface, image.inner_surface, images) &&
         pair_names(part.outer_surface, image.outer_surface, images);
}

/// Mirrors vertices of a cell and with them its edges: the first two vertices change places, so that its
/// volume stays positive.
std::array<int, 10> mirrored(const std::array<int, 10> &cell, const std::vector<int> &image) {
  constexpr std::array<int, 10> order{1, 0, 2, 3, 4, 6, 5, 8, 7, 9};
  std::array<int, 10> result;
  for (std::size_t i = 0; i < order.size(); ++i)
    result[i] = image[cell[order[i]]];
  return result;
}

/// Place of a name, appended when it is new.
int index_of(const std::string &name, std::vector<std::string> &names) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end())
    return static_cast<int>(at - names.begin());
  names.push_back(name);
  return static_cast<int>(names.size()) - 1;
}

/// Place of the image of each name; names without one are their own.
std::vector<int> image_indices(const std::map<std::string, std::string> &images,
                               std::vector<std::string> &names) {
  const std::vector<std::string> of_half = names;
  std::vector<int> result;
  for (const std::string &name : of_half) {
    const auto found = images.find(name);
    result.push_back(index_of(found == images.end() ? name : found->second, names));
  }
  return result;
}

} // namespace

std::optional<MirrorHalf> mirror_half(const std::vector<PartConfig> &parts) {
  if (parts.empty())
    return std::nullopt;
  double low = parts.front().from, high = parts.front().to;
  for (const PartConfig &part : parts) {
    low = std::min(low, part.from.value);
    high = std::max(high, part.to.value);
  }
  MirrorHalf half{.parts = {}, .plane = (low + high) / 2, .volumes = {}, .surfaces = {}};
  for (const PartConfig &part : parts) {
    const auto image = std::find_if(parts.begin(), parts.end(), [&](const PartConfig &other) {
      return are_images(part, other, half.plane);
    });
    const bool reaches_plane = near(part.to, half.plane), lies_below = part.to < half.plane + tolerance,
               lies_across = !lies_below && part.from < half.plane - tolerance;
    if (image == parts.end() || lies_across != (&*image == &part) ||
        (reaches_plane && !part.to_surface.value.empty()) || !pair_surfaces(part, *image, half.surfaces))
      return std::nullopt;
    if (!lies_below && !lies_across)
      continue;
    half.volumes[part.name] = image->name;
    half.parts.push_back(part);
    if (lies_across) {
      half.parts.back().to.value = half.plane;
      half.parts.back().to_surface.value.clear();
    }
  }
  return half;
}

std::vector<SizedRegion> with_mirror_image(std::vector<SizedRegion> regions, const MirrorHalf &half) {
  const std::size_t n = regions.size();
  for (std::size_t k = 0; k < n; ++k) {
    SizedRegion image = regions[k];
    image.z0 = 2 * half.plane - regions[k].z1;
    image.z1 = 2 * half.plane - regions[k].z0;
    regions.push_back(image);
  }
  return regions;
}

MeshRefinement with_mirror_image(MeshRefinement refinement, const MirrorHalf &half) {
  const std::size_t n = refinement.size();
  for (std::size_t k = 0; k < n; ++k) {
    SizedBall image = refinement[k];
    image.centre[2] = 2 * half.plane - image.centre[2];
    refinement.push_back(image);
  }
  return refinement;
}

TetrahedralMesh with_mirror_image(const TetrahedralMesh &mesh, const MirrorHalf &half) {
  TetrahedralMesh whole = mesh;
  std::vector<int> image;
  for (std::size_t i = 0; i < mesh.nodes.size(); ++i) {
    const auto &[x, y, z] = mesh.nodes[i];
    const bool shared = near(z, half.plane);
    image.push_back(static_cast<int>(shared ? i : whole.nodes.size()));
    if (!shared)
      whole.nodes.push_back({x, y, 2 * half.plane - z});
  }
  const std::vector<int> volume = image_indices(half.volumes, whole.volumes),
                         surface = image_indices(half.surfaces, whole.surfaces);
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    whole.cells.push_back(mirrored(mesh.cells[c], image));
    whole.cell_tags.push_back(mesh.cell_tags[c]);
    whole.cell_volume.push_back(volume[mesh.cell_volume[c]]);
  }
  const auto lies_in_plane = [&](const TetrahedralMesh::Triangle &triangle) {
    return std::all_of(triangle.vertices.begin(), triangle.vertices.end(),
                       [&](int vertex) { return image[vertex] == vertex; });
  };
  whole.triangles.clear(); // the plane's are inside, and have no name
  for (const TetrahedralMesh::Triangle &triangle : mesh.triangles)
    if (!lies_in_plane(triangle)) {
      whole.triangles.push_back(triangle);
      const auto [a, b, c] = triangle.vertices;
      whole.triangles.push_back({{image[b], image[a], image[c]}, surface[triangle.surface]});
    }
  whole.straightened_cells *= 2;
  return whole;
}

} // namespace earshot
