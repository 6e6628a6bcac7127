#include "solver/output/mode_files.h"
#include "solver/files/tables.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

using namespace earshot;

TEST(ModeFiles, ColumnsJoinTheZonesOfAllBodies) {
  ModeRow shell;
  shell.body = "dynamic";
  shell.frequency_hz = 1234.5;
  shell.m = 2;
  shell.n = 1;
  shell.kind = "dome";
  shell.multiplicity = 2;
  shell.modal_force_factor = 3;
  shell.modal_volume_displacement = 0.01;
  shell.modal_mass_kg = 1e-6;
  shell.eardrum_db = -3.5;
  shell.residual = 1e-9;
  shell.kinetic = {{"dome", 0.75}, {"roll", 0.25}};
  shell.potential = {{"dome", 0.5}, {"roll", 0.5}};
  ModeRow air;
  air.body = "air";
  air.frequency_hz = 5000;
  air.kind = "front";
  air.kinetic = {{"front", 1}};
  air.potential = {{"front", 1}};
  EXPECT_EQ(modes_csv({shell, air}),
            "body,frequency_hz,quality,m,n,kind,multiplicity,modal_force_factor,modal_volume_displacement,"
            "modal_mass_kg,eardrum_db,residual,kinetic_dome,kinetic_roll,kinetic_front,potential_dome,"
            "potential_roll,"
            "potential_front\n"
            "dynamic,1234.5,,2,1,dome,2,3,0.01,1e-06,-3.5,1e-09,0.75,0.25,,0.5,0.5,\n"
            "air,5000,,-1,-1,front,1,,,,,,,,1,,,1\n");
}

TEST(ModeFiles, AreWrittenWhole) {
  const TemporaryDirectory directory;
  write_modes(directory.path, {});
  EXPECT_EQ(read_text(directory.path / "modes.csv"), modes_csv({}));
}
