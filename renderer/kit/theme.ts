import { type ThemeConfig, theme } from 'antd';

/** The colours by meaning: ground, lines, text, one accent, and those reserved for state. */
export const colors = {
  ground: '#0b1118',
  panel: '#111a24',
  raised: '#182431',
  line: '#243343',
  text: '#dbe6f1',
  dim: '#8ba0b5',
  accent: '#3d9cff',
  fine: '#35c27a',
  late: '#f0a929',
  act: '#ff5a52',
} as const;

/** Ant Design in our colours: dark, dense, calm. */
export const antTheme: ThemeConfig = {
  algorithm: [theme.darkAlgorithm, theme.compactAlgorithm],
  token: {
    colorPrimary: colors.accent,
    colorSuccess: colors.fine,
    colorWarning: colors.late,
    colorError: colors.act,
    colorBgBase: colors.ground,
    colorBgContainer: colors.panel,
    colorBgElevated: colors.raised,
    colorBorder: colors.line,
    colorTextBase: colors.text,
    fontSize: 14,
    borderRadius: 4,
    fontFamily: 'system-ui, "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
};
