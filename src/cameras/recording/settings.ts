/** Of the settings section `cameras`, what this part reads. */
export interface RecordingSettings {
  /** Full path of a folder, such as that of a second disk; '' for the station's own. */
  recordingFolder: string;
  keepDays: number;
  /** Per cent of the disk that recordings may take. */
  diskShare: number;
  minFreeGb: number;
}
