#include "postprocess/view.h"
#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "solver/output/field_files.h"
#include "solver/output/mode_files.h"
#include "support/picture.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

using namespace earshot;

namespace {

/// A sheet of 4 x 4 squares that moves up and down along z, with its middle line at rest.
void write_sheet(const std::filesystem::path &directory, const std::string &name, double frequency_hz) {
  FieldMesh sheet{CellShape::quadrilateral, {}, {}};
  std::vector<std::complex<double>> displacement;
  for (int j = 0; j < 5; ++j)
    for (int i = 0; i < 5; ++i) {
      sheet.points.push_back({1e-3 * i, 1e-3 * j, 0});
      displacement.insert(displacement.end(), {0, 0, 0.5 * (i - 2)});
      if (i < 4 && j < 4)
        sheet.connectivity.insert(sheet.connectivity.end(),
                                  {i + 5 * j, i + 1 + 5 * j, i + 6 + 5 * j, i + 5 + 5 * j});
    }
  FieldSeries(directory, name, sheet).write(frequency_hz, displacement_data(displacement));
}

template <class Wanted>
double share_of_pixels(const std::filesystem::path &picture, const Wanted &wanted) {
  return earshot::testing::Picture(picture).share(wanted);
}

bool is_red(double red, double green, double blue) {
  return red > 1.5 * green && red > 1.5 * blue;
}
bool is_blue(double red, double green, double blue) {
  return blue > 1.3 * green && blue > 1.3 * red;
}

} // namespace

TEST(ModePictures, ShowBothSignsOfEachShape) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_sheet(directory.path / "modes", "film", 1000);
  ModeRow row;
  row.body = "film";
  row.frequency_hz = 1000;
  row.kind = "rocking";
  write_modes(directory.path, {row});
  const auto pictures = draw_modes(directory.path);
  ASSERT_EQ(pictures.size(), 1u);
  EXPECT_EQ(pictures[0].filename(), "modes_film.png");
  // One of three tiles, a third of which is the sheet: half of that is up.
  EXPECT_GT(share_of_pixels(pictures[0], is_red), 0.01);
  EXPECT_GT(share_of_pixels(pictures[0], is_blue), 0.01);
}

TEST(ModePictures, AnimationComesBackWithTheOppositeSignAfterHalfACycle) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_sheet(directory.path / "fields", "diaphragm_film", 1000);
  const auto lists = animate(directory.path, 900, 4);
  ASSERT_EQ(lists.size(), 1u);
  const auto folder = directory.path / "animation_1000Hz";
  EXPECT_EQ(read_series(lists[0]).size(), 4u);
  EXPECT_TRUE(std::filesystem::exists(folder / "diaphragm_film_003.vtp"));
  // At a quarter of the cycle a real shape passes through rest.
  EXPECT_GT(share_of_pixels(folder / "diaphragm_film_000.png", is_red), 0.01);
  EXPECT_LT(share_of_pixels(folder / "diaphragm_film_001.png", is_red), 1e-4);
  EXPECT_GT(share_of_pixels(folder / "diaphragm_film_002.png", is_red), 0.01);
}

TEST(ModePictures, AModesTableOfAnotherFormIsAUserError) {
  const TemporaryDirectory directory;
  write_sheet(directory.path / "modes", "film", 1000);
  write_atomically(directory.path / "modes.csv", "frequency_hz\n1000\n");
  EXPECT_THROW(draw_modes(directory.path), UserError);
}
