export default {
  advisories: {
    title: 'Known flaws of camera firmware',
    note: 'A security check compares the firmware of cameras with this list. Import more as TSV or JSON; each row needs a CVE number and a source.',
    see: 'See the list ({{count}} rows)',
    import: 'Import a list',
    imported: 'imported',
    remove: 'Remove {{id}}',
    removeTitle: 'Remove {{id}} from the list?',
    removeText: 'Later checks no longer compare with this row. It can be imported again.',
    removed: '{{id}} removed',
    done: '{{count}} rows imported',
    tooLarge: 'The file is larger than 900 KB. Split it and import each part.',
    noJson: 'This file is no JSON list. Look at the file again.',
    about: 'Models {{models}}, firmware {{affected}}',
    severities: {
      critical: 'Critical',
      high: 'High',
      medium: 'Medium',
      low: 'Low',
      unknown: 'Not rated',
    },
  },
};
