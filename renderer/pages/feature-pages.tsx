import { Navigate, useLocation } from 'react-router';
import { useAccount } from '../account/state.ts';
import { features } from './console/features.ts';

/** The pages that words bring along, for those who may see them; everybody else goes to the console. */
export default function FeaturePages() {
  const { pathname } = useLocation();
  const { role } = useAccount();
  const page = features.flatMap((feature) => feature.pages ?? []).find(({ path }) => path === pathname);
  if (!page?.roles.includes(role)) return <Navigate to="/" replace />;
  return <page.Component />;
}
