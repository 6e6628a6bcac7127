// `cmake --install` gives a tree that works wherever it is moved to.
#include "tests/cases/program.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

/// An installed tree that was moved afterwards.
class InstalledTree : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    directory = new TemporaryDirectory;
    const fs::path first = directory->path / "first place";
    installation =
        Process({EARSHOT_CMAKE, "--install", EARSHOT_BUILD_DIR, "--prefix", first.string()}, directory->path)
            .wait();
    tree = directory->path / "moved here";
    if (fs::exists(first))
      fs::rename(first, tree);
  }
  static void TearDownTestSuite() { delete directory; }

  static Outcome run(const Arguments &arguments) {
    Arguments all{(tree / "bin/earshot").string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Process(all, directory->path).wait();
  }

  static inline TemporaryDirectory *directory = nullptr;
  static inline Outcome installation;
  static inline fs::path tree;
};

TEST_F(InstalledTree, HoldsProgramConfigsMeshesAndDocs) {
  ASSERT_EQ(installation.code, 0) << installation.err;
  for (const char *file : {"bin/earshot", "share/earshot/README.md", "share/earshot/LICENSE",
                           "share/earshot/configs/single_dynamic.toml", "share/earshot/configs/REFERENCE.md",
                           "share/earshot/configs/materials/common.toml", "share/earshot/meshes/README.md",
                           "share/earshot/docs/tutorial.md", "share/earshot/docs/guide/geometry.md",
                           "share/earshot/postprocess/gallery/response.png"})
    EXPECT_TRUE(fs::exists(tree / file)) << file;
}

TEST_F(InstalledTree, RunsTheDefaultCaseFromItsNewPlace) {
  const std::string config = (tree / "share/earshot/configs/single_dynamic.toml").string();
  // As it is but for a coarse mesh and one frequency: seconds in place of minutes.
  const Outcome outcome =
      run({"run", config, "-o", "out", "--set", "mesh.size=3 mm", "--set", "mesh.elements_per_wavelength=1",
           "--set", "sweep.frequencies=[\"1 kHz\"]", "--set", "output.field_frequencies=[\"1 kHz\"]"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table response = read_table(directory->path / "out/response.csv");
  ASSERT_EQ(response.rows.size(), 1u);
  // The default case has 136.5 dB; this mesh is six times coarser than the limit for 20 kHz, and fine at 1
  // kHz.
  EXPECT_NEAR(response.column("spl_db")[0], 136.5, 1.0);
}

TEST_F(InstalledTree, PrintsTheReferenceThatItHolds) {
  const Outcome outcome = run({"reference"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, read_text(tree / "share/earshot/configs/REFERENCE.md"));
}

} // namespace
